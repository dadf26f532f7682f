import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { StartPicker } from './StartPicker';

const schema = makeFieldSchema({ output: z => z.string().optional() });

/** From when a request may be applied. */
const VmStartField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const chosen = usePolicy(useFormData(props.formContext));
  return (
    <StartPicker
      id={idSchema?.$id ?? 'startAt'}
      label={props.schema.title ?? 'Start'}
      chosen={chosen}
      value={formData}
      onChange={onChange}
      disabled={disabled}
      invalid={Boolean(rawErrors?.length)}
    />
  );
};

export const vmStartField = createFormField({
  name: 'VmStart',
  component: VmStartField,
  schema,
});
