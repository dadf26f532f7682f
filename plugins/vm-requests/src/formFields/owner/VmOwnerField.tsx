import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { useOwners } from './useOwners';

const schema = makeFieldSchema({ output: z => z.string() });

/** The owner: one of one's own groups, or oneself; or of whom the machine is requested for. */
const VmOwnerField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const { requestedFor } = useFormData(props.formContext);
  const { value: owners, error, reload } = useOwners(requestedFor);
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'owner'}
      label={props.schema.title ?? 'Owner'}
      help={props.schema.description ?? 'One of your groups, or you'}
      required={required}
      disabled={disabled}
      value={formData}
      onChange={onChange}
      choices={owners}
      problem={error}
      onRetry={reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmOwnerField = createFormField({
  name: 'VmOwner',
  component: VmOwnerField,
  schema,
});
