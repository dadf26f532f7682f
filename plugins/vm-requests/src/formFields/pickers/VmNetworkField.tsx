import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { useFormData } from '../formData';
import { usePolicy } from '../usePolicy';
import { ChoicePicker } from './ChoicePicker';
import { offerNetworks } from './offerNetworks';
import { useInSite } from './useInSite';

const schema = makeFieldSchema({ output: z => z.string() });

/** The networks of policy that the inventory has, reachable from the chosen cluster. */
const VmNetworkField = (props: typeof schema.TProps) => {
  const { formData, onChange, rawErrors, idSchema, required, disabled } = props;
  const form = useFormData(props.formContext);
  const { policy, site, error, reload } = usePolicy(form);
  const inventory = useInSite(site, async (api, filter, signal) => {
    const names = (of: string[]) => ({
      filter: { ...filter, name: of },
      limit: 1000,
    });
    const [networks, clusters] = await Promise.all([
      api.list('network', names(site?.networks.map(({ name }) => name) ?? []), {
        signal,
      }),
      api.list('cluster', names(site?.clusters ?? []), { signal }),
    ]);
    return {
      networks: networks.items,
      clusters: clusters.items,
      freshness: networks.freshness,
    };
  });
  return (
    <ChoicePicker
      id={idSchema?.$id ?? 'network'}
      label={props.schema.title ?? 'Network'}
      required={required}
      disabled={disabled}
      value={formData}
      onChange={onChange}
      chooseOnly
      hint={policy && !site ? 'Choose a datacenter first.' : undefined}
      choices={
        site &&
        inventory.value &&
        offerNetworks(site.networks, {
          ...inventory.value.found,
          cluster: form.cluster,
        })
      }
      help={inventory.value?.note ?? props.schema.description}
      problem={error ?? inventory.error}
      onRetry={error ? reload : inventory.reload}
      invalid={Boolean(rawErrors?.length)}
      autofocus={props.autofocus}
    />
  );
};

export const vmNetworkField = createFormField({
  name: 'VmNetwork',
  component: VmNetworkField,
  schema,
});
