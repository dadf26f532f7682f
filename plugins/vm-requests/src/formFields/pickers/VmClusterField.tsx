import { useApi } from '@backstage/core-plugin-api';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import {
  useLoad,
  vmInventoryApiRef,
  wordsOf,
} from '@backlot/plugin-vm-inventory-react';
import { formDataOf } from '../formData';
import { chosenOf, usePolicy } from '../usePolicy';
import { CapacityBar } from './CapacityBar';
import { ChoicePicker } from './ChoicePicker';
import { freshnessNote } from './freshnessNote';

const schema = makeFieldSchema({ output: z => z.string().optional() });

const ANY = '*';
const gib = (mib: number) => `${Math.floor(mib / 1024).toLocaleString()} GiB`;
const cpus = (count: number) => Math.floor(count).toLocaleString();

/** A cluster that policy allows, with what is free in it; or the one with the most room. */
const VmClusterField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema } = props;
  const inventory = useApi(vmInventoryApiRef);
  const form = formDataOf(props.formContext);
  const { value: policy } = usePolicy();
  const { site } = chosenOf(policy, form);
  const source = site?.source;
  const { value: capacity, error } = useLoad(
    async signal =>
      source ? inventory.getCapacity({ source }, { signal }) : undefined,
    [source],
  );
  const clusters = capacity?.clusters.filter(cluster =>
    site?.clusters.includes(cluster.name),
  );
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'cluster'}
      label={props.schema.title ?? 'Cluster'}
      value={formData ?? ANY}
      onChange={value => onChange(value === ANY ? undefined : value)}
      hint={site ? undefined : 'Choose a datacenter first.'}
      choices={
        clusters && [
          {
            value: ANY,
            label: 'Where there is the most room',
            detail: 'Chosen when the request is made',
          },
          ...clusters.map(cluster => ({
            value: cluster.name,
            label: cluster.name,
            detail: (
              <>
                <CapacityBar label="CPUs" room={cluster.cpu} format={cpus} />
                <CapacityBar
                  label="Memory"
                  room={cluster.memory}
                  format={gib}
                />
              </>
            ),
          })),
        ]
      }
      help={capacity && freshnessNote(capacity.freshness, source)}
      errors={error ? [wordsOf(error)] : rawErrors}
    />
  );
};

export const vmClusterField = createFormField({
  name: 'VmCluster',
  component: VmClusterField,
  schema,
});
