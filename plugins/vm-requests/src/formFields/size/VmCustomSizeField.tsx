import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import { FieldFrame } from '../FieldFrame';
import { formDataOf } from '../formData';
import { chosenOf, usePolicy } from '../usePolicy';

const schema = makeFieldSchema({
  output: z =>
    z.object({
      cpus: z.number(),
      memoryMib: z.number(),
      diskGib: z.number(),
    }),
});

type CustomSize = NonNullable<(typeof schema.TProps)['formData']>;

const defaults: CustomSize = { cpus: 2, memoryMib: 4096, diskGib: 0 };

/** CPUs, memory and disk within the environment's limits; shown with size `custom` only. */
const VmCustomSizeField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema } = props;
  const id = idSchema?.$id ?? 'custom';
  const form = formDataOf(props.formContext);
  const { value: policy } = usePolicy();
  const { environment } = chosenOf(policy, form);
  if (form.size !== 'custom') {
    return null;
  }
  const value = { ...defaults, ...formData };
  const limits = environment?.limits;
  const errors = limits
    ? [
        ...over('CPUs', value.cpus, limits.cpus, ''),
        ...over(
          'Memory',
          value.memoryMib / 1024,
          limits.memoryMib / 1024,
          ' GiB',
        ),
        ...over('Disk', value.diskGib, limits.diskGib, ' GiB'),
      ]
    : [];
  const number = (
    key: keyof CustomSize,
    label: string,
    unit: string,
    factor: number,
    min: number,
  ) => (
    <TextField
      id={`${id}-${key}`}
      type="number"
      label={label}
      value={value[key] / factor}
      onChange={event =>
        onChange({
          ...value,
          [key]: Math.round(Number(event.target.value) * factor),
        })
      }
      inputProps={{ min, step: 1 }}
      InputProps={{
        endAdornment: <InputAdornment position="end">{unit}</InputAdornment>,
      }}
    />
  );
  return (
    <FieldFrame
      id={id}
      help="A disk of 0 keeps the template's size."
      errors={errors.length > 0 ? errors : rawErrors}
    >
      <div
        style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: 16 }}
      >
        {number('cpus', 'CPUs', '', 1, 1)}
        {number('memoryMib', 'Memory', 'GiB', 1024, 1)}
        {number('diskGib', 'First disk', 'GiB', 1, 0)}
      </div>
    </FieldFrame>
  );
};

function over(
  what: string,
  asked: number,
  limit: number,
  unit: string,
): string[] {
  return asked > limit
    ? [`${what}: ${asked}${unit} is over the limit of ${limit}${unit}.`]
    : [];
}

export const vmCustomSizeField = createFormField({
  name: 'VmCustomSize',
  component: VmCustomSizeField,
  schema,
});
