import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { ClusterCapacity } from '@backlot/plugin-vm-inventory-common';
import { formatMib, sizeUnitOf } from '@backlot/ui-common';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { CapacityBar } from './CapacityBar';
import { Choice, ChoicePicker } from './ChoicePicker';
import { MOST_ROOM } from './mostRoom';
import { useInSite } from './useInSite';

const schema = makeFieldSchema({ output: z => z.string().optional() });

const ANY = '*';
const count = (cpus: number) => Math.floor(cpus).toLocaleString('en-US');

const anyCluster: Choice = {
  value: ANY,
  label: MOST_ROOM,
  detail: 'Chosen when the request is made',
};

function choiceOf({ name, cpu, memory }: ClusterCapacity): Choice {
  const unit = sizeUnitOf(memory.allowed);
  return {
    value: name,
    label: name,
    detail: (
      <>
        <CapacityBar label="CPUs" room={cpu} format={count} />
        <CapacityBar
          label="Memory"
          room={memory}
          format={mib => formatMib(mib, unit)}
        />
      </>
    ),
  };
}

/** A cluster that policy allows, with what is free in it; or the one with the most room. */
const VmClusterField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, disabled } = props;
  const { policy, site, error, reload } = usePolicy(
    useFormData(props.formContext),
  );
  const capacity = useInSite(site, (inventory, { source }, signal) =>
    inventory.getCapacity({ source }, { signal }),
  );
  const clusters = capacity.value?.found.clusters.filter(
    ({ name, datacenter = '' }) =>
      site?.clusters.includes(name) &&
      capacity.value?.filter.datacenter.includes(datacenter),
  );
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'cluster'}
      label={props.schema.title ?? 'Cluster'}
      disabled={disabled}
      value={formData ?? ANY}
      onChange={value => onChange(value === ANY ? undefined : value)}
      hint={policy && !site ? 'Choose a datacenter first.' : undefined}
      choices={clusters && [anyCluster, ...clusters.map(choiceOf)]}
      help={capacity.value?.note ?? props.schema.description}
      problem={error ?? capacity.error}
      onRetry={error ? reload : capacity.reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmClusterField = createFormField({
  name: 'VmCluster',
  component: VmClusterField,
  schema,
});
