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
import { ChoicePicker } from './ChoicePicker';
import { freshnessNote } from './freshnessNote';

const schema = makeFieldSchema({ output: z => z.string() });

/** The networks of policy that the inventory has, reachable from the chosen cluster. */
const VmNetworkField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required } = props;
  const inventory = useApi(vmInventoryApiRef);
  const form = formDataOf(props.formContext);
  const { value: policy } = usePolicy();
  const { site } = chosenOf(policy, form);
  const source = site?.source;
  const { value, error } = useLoad(
    async signal => {
      if (!source) {
        return undefined;
      }
      const query = { filter: { source }, limit: 1000 };
      const [networks, clusters] = await Promise.all([
        inventory.list('network', query, { signal }),
        inventory.list('cluster', query, { signal }),
      ]);
      return { networks, clusters };
    },
    [source],
  );
  const reachable = value?.clusters.items
    .filter(cluster =>
      form.cluster
        ? cluster.name === form.cluster
        : site?.clusters.includes(cluster.name),
    )
    .flatMap(cluster => cluster.networks);
  const known = new Map(
    value?.networks.items.map(network => [network.name, network]),
  );
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'network'}
      label={props.schema.title ?? 'Network'}
      required={required}
      value={formData}
      onChange={onChange}
      chooseOnly
      hint={site ? undefined : 'Choose a datacenter first.'}
      choices={
        value &&
        site?.networks.map(network => {
          const found = known.get(network.name);
          const missing = !found || !reachable?.includes(found.id);
          return {
            value: network.name,
            label: network.name,
            disabled: missing,
            detail: `${network.prefix}, ${network.domain}${
              missing ? ' – not reachable from this cluster' : ''
            }`,
          };
        })
      }
      help={value && freshnessNote(value.networks.freshness, source)}
      errors={error ? [wordsOf(error)] : rawErrors}
    />
  );
};

export const vmNetworkField = createFormField({
  name: 'VmNetwork',
  component: VmNetworkField,
  schema,
});
