import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { formatMib } from '@backlot/ui-common';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import FormLabel from '@material-ui/core/FormLabel';
import { FieldFrame } from '../FieldFrame';
import { useFormData } from '../formData';
import { useMachine } from '../machine/useMachine';
import { ResizeEditor } from './ResizeEditor';

const schema = makeFieldSchema({
  output: z =>
    z.object({
      cpus: z.number().optional(),
      memoryMib: z.number().optional(),
      disks: z
        .array(z.object({ label: z.string(), sizeGib: z.number() }))
        .optional(),
      addDisks: z.array(z.object({ sizeGib: z.number() })).optional(),
    }),
});

/** Why sizes cannot be changed, or how far they may be. */
function helpOf({ limits }: LedgerMachineDetail, refusal?: string): string {
  if (refusal !== undefined) {
    return `Sizes cannot be changed now. ${refusal}`;
  }
  return limits
    ? `Up to ${limits.cpus} CPUs, ${formatMib(limits.memoryMib)} memory and ${
        limits.diskGib
      } GiB on all disks together. Disks cannot shrink.`
    : 'Disks cannot shrink.';
}

/** New sizes of the form's machine, beside those that it has. */
const VmResizeField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const id = idSchema?.$id ?? 'change';
  const label = props.schema.title ?? 'New size';
  const form = useFormData(props.formContext);
  const { value: machine, error, loading } = useMachine(form.machine);

  if (!machine?.hardware) {
    const absence = machine
      ? 'Its sizes cannot be changed from here: its files have no variables of the form that the starter has.'
      : 'Choose a machine first.';
    return (
      <FieldFrame
        id={id}
        help={loading ? 'Loading …' : absence}
        problems={error && !loading ? ['The machine could not be loaded.'] : []}
        invalid={Boolean(rawErrors?.length)}
      >
        <FormLabel component="div">{label}</FormLabel>
      </FieldFrame>
    );
  }
  const refusal = machine.operations.find(
    ({ kind }) => kind === 'resize',
  )?.refusal;
  return (
    <ResizeEditor
      key={machine.id}
      id={id}
      label={label}
      machine={machine}
      hardware={machine.hardware}
      value={formData}
      onChange={onChange}
      disabled={Boolean(disabled) || refusal !== undefined}
      help={helpOf(machine, refusal)}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmResizeField = createFormField({
  name: 'VmResize',
  component: VmResizeField,
  schema,
});
