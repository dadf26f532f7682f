import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { ChoicePicker } from '../pickers/ChoicePicker';
import { usePolicy } from '../usePolicy';
import { adoptionOwnerHelp, useAdoptionOwners } from './useAdoptionOwners';

const schema = makeFieldSchema({ output: z => z.string() });

/** The owner of a machine that is adopted. */
const VmAdoptionOwnerField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const chosen = usePolicy(useFormData(props.formContext));
  const { value: owners, error, reload } = useAdoptionOwners(chosen);
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'owner'}
      label={props.schema.title ?? 'Owner'}
      help={props.schema.description ?? adoptionOwnerHelp}
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

export const vmAdoptionOwnerField = createFormField({
  name: 'VmAdoptionOwner',
  component: VmAdoptionOwnerField,
  schema,
});
