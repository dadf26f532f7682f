import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { describedBy, FieldFrame } from '../FieldFrame';
import { formDataOf, useFormData } from '../formData';
import { chosenOf, usePolicy } from '../usePolicy';
import { useCorrection } from '../useCorrection';
import {
  customSizeProblems,
  firstCustomSize,
  listProblems,
} from './customSize';
import { NumberInput } from './NumberInput';
import { CUSTOM } from './sizeWords';

const schema = makeFieldSchema({
  output: z =>
    z.object({
      cpus: z.number(),
      memoryMib: z.number(),
      diskGib: z.number(),
    }),
});

/** CPUs, memory and disk within the environment's limits; shown with size `custom` only. */
const VmCustomSizeField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const id = idSchema?.$id ?? 'custom';
  const form = useFormData(props.formContext);
  const { environment } = usePolicy(form);
  const isAsked = form.size === CUSTOM;
  const isGiven = formData?.cpus !== undefined;

  useCorrection(
    isAsked === isGiven
      ? undefined
      : () => onChange(isAsked ? firstCustomSize : undefined),
  );

  if (!isAsked) {
    return null;
  }
  const size = { ...firstCustomSize, ...formData };
  const problems = environment && customSizeProblems(size, environment.limits);
  const common = { disabled, describedBy: describedBy(id) };
  return (
    <FieldFrame
      id={id}
      help={
        props.schema.description ?? "A disk of 0 keeps the template's size."
      }
      problems={problems && listProblems(problems)}
      invalid={Boolean(rawErrors?.length)}
    >
      <div
        role="group"
        aria-label={props.schema.title ?? 'Custom size'}
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
          gap: 16,
        }}
      >
        <NumberInput
          {...common}
          id={`${id}-cpus`}
          label="CPUs"
          min={1}
          value={size.cpus}
          problem={problems?.cpus}
          onChange={cpus => onChange({ ...size, cpus })}
        />
        <NumberInput
          {...common}
          id={`${id}-memory`}
          label="Memory"
          unit="GiB"
          min={1}
          value={size.memoryMib / 1024}
          problem={problems?.memoryMib}
          onChange={gib => onChange({ ...size, memoryMib: gib * 1024 })}
        />
        <NumberInput
          {...common}
          id={`${id}-disk`}
          label="First disk"
          unit="GiB"
          min={0}
          value={size.diskGib}
          problem={problems?.diskGib}
          onChange={diskGib => onChange({ ...size, diskGib })}
        />
      </div>
    </FieldFrame>
  );
};

export const vmCustomSizeField = createFormField({
  name: 'VmCustomSize',
  component: VmCustomSizeField,
  schema,
  validation: async (value, validation, { apiHolder, formData }) => {
    const form = formDataOf({ formData });
    const policy = await apiHolder.get(vmRequestsApiRef)?.getPolicy();
    const { environment } = chosenOf(policy, form);
    if (form.size === CUSTOM && environment) {
      listProblems(customSizeProblems(value, environment.limits)).forEach(
        problem => validation.addError(problem),
      );
    }
  },
});
