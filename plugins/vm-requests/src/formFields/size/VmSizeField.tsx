import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { wordsOf } from '@backlot/plugin-vm-inventory-react';
import { formatMib } from '../../components/RequestPage/sizes';
import { FieldFrame } from '../FieldFrame';
import { formDataOf } from '../formData';
import { chosenOf, usePolicy } from '../usePolicy';

const schema = makeFieldSchema({ output: z => z.string() });

/** The environment's named sizes, and `custom`. */
const VmSizeField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required } = props;
  const id = idSchema?.$id ?? 'size';
  const { value: policy, error } = usePolicy();
  const { environment } = chosenOf(policy, formDataOf(props.formContext));
  const label = props.schema.title ?? 'Size';
  return (
    <FieldFrame
      id={id}
      help={environment ? undefined : 'Choose an environment first.'}
      errors={error ? [wordsOf(error)] : rawErrors}
    >
      <FormLabel id={`${id}-label`} required={required}>
        {label}
      </FormLabel>
      <RadioGroup
        aria-labelledby={`${id}-label`}
        name={id}
        value={formData ?? ''}
        onChange={event => onChange(event.target.value)}
      >
        {Object.entries(environment?.sizes ?? {}).map(([name, size]) => (
          <FormControlLabel
            key={name}
            value={name}
            control={<Radio color="primary" />}
            label={`${size.title} – ${size.cpus} CPUs, ${formatMib(
              size.memoryMib,
            )} memory, ${
              size.diskGib ? `${size.diskGib} GiB disk` : "the template's disk"
            }`}
          />
        ))}
        {environment && (
          <FormControlLabel
            value="custom"
            control={<Radio color="primary" />}
            label={`Custom – up to ${environment.limits.cpus} CPUs, ${formatMib(
              environment.limits.memoryMib,
            )} memory, ${environment.limits.diskGib} GiB disks`}
          />
        )}
      </RadioGroup>
    </FieldFrame>
  );
};

export const vmSizeField = createFormField({
  name: 'VmSize',
  component: VmSizeField,
  schema,
});
