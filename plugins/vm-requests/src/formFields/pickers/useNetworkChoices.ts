import { Loaded } from '@backlot/ui-common';
import { PolicySite } from '@backlot/plugin-vm-requests-common';
import { MachineFormData } from '../formData';
import { Choice } from './ChoicePicker';
import { offerNetworks } from './offerNetworks';
import { useInSite } from './useInSite';

/** The networks that a form's machine can be in, and what to say of their age. */
export interface NetworkChoices {
  choices: Choice[];
  /** Absent while the source is live. */
  note?: string;
}

/** The networks of policy that the inventory has, reachable from the chosen cluster. */
export function useNetworkChoices(
  site: PolicySite | undefined,
  form: MachineFormData,
): Loaded<NetworkChoices | undefined> {
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
  return {
    ...inventory,
    value:
      site && inventory.value
        ? {
            choices: offerNetworks(site.networks, {
              ...inventory.value.found,
              cluster: form.cluster,
            }),
            note: inventory.value.note,
          }
        : undefined,
  };
}
