import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { wordsOf } from '@backlot/plugin-vm-inventory-react';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';

const schema = makeFieldSchema({ output: z => z.string() });

const VmEnvironmentField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required } = props;
  const { value: policy, error } = usePolicy();
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'environment'}
      label={props.schema.title ?? 'Environment'}
      required={required}
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
            : 'Approved by policy at once',
        }))
      }
      errors={error ? [wordsOf(error)] : rawErrors}
    />
  );
};

export const vmEnvironmentField = createFormField({
  name: 'VmEnvironment',
  component: VmEnvironmentField,
  schema,
});
