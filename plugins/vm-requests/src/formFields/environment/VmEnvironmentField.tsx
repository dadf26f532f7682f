import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';

const schema = makeFieldSchema({ output: z => z.string() });

/** The environments of the policy, and who approves in each. */
const VmEnvironmentField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const { policy, error, reload } = usePolicy(useFormData(props.formContext));
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'environment'}
      label={props.schema.title ?? 'Environment'}
      help={props.schema.description}
      required={required}
      disabled={disabled}
      value={formData}
      onChange={onChange}
      chooseOnly
      choices={
        policy &&
        Object.entries(policy.environments).map(([value, environment]) => ({
          value,
          label: environment.title,
          detail: environment.approval.required
            ? 'A person approves each request'
            : 'Approved automatically',
        }))
      }
      problem={error}
      onRetry={reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmEnvironmentField = createFormField({
  name: 'VmEnvironment',
  component: VmEnvironmentField,
  schema,
});
