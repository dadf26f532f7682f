import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { StackPicker } from './StackPicker';

const schema = makeFieldSchema({ output: z => z.string().optional() });

/** The stack that a machine is to live in, where its environment has several. */
const VmStackField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const { policy, environment } = usePolicy(useFormData(props.formContext));
  return (
    <StackPicker
      id={idSchema?.$id ?? 'stack'}
      label={props.schema.title ?? 'Stack'}
      help={props.schema.description}
      disabled={disabled}
      policy={policy}
      environment={environment}
      value={formData}
      onChange={onChange}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmStackField = createFormField({
  name: 'VmStack',
  component: VmStackField,
  schema,
});
