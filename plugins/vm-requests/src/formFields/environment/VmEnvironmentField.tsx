import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { allowsBlueprint } from '@backlot/plugin-vm-requests-common';
import { blueprintName, blueprintOptions } from '../blueprintName';
import { useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';
import { environmentWords } from './environmentWords';

const schema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: blueprintOptions,
});

/** The environments that allow the blueprint, who approves in each, and how long machines last there. */
const VmEnvironmentField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const blueprint = blueprintName(props.uiSchema);
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
        Object.entries(policy.environments)
          .filter(([, environment]) => allowsBlueprint(environment, blueprint))
          .map(([value, environment]) => ({
            value,
            label: environment.title,
            detail: environmentWords(environment),
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
