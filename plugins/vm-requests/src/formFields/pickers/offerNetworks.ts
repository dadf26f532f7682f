import { Cluster, Network } from '@backlot/plugin-vm-inventory-common';
import { familiesOf, PolicyNetwork } from '@backlot/plugin-vm-requests-common';
import { Choice } from './ChoicePicker';

/** Why a network cannot be chosen; undefined when it can. */
function unreachable(
  networks: readonly Pick<Network, 'id'>[],
  clusters: readonly Pick<Cluster, 'networks'>[],
  cluster: string | undefined,
): string | undefined {
  if (networks.length === 0) {
    return 'not in the inventory';
  }
  return clusters.some(({ networks: reached }) =>
    networks.some(({ id }) => reached.includes(id)),
  )
    ? undefined
    : `not reachable from ${cluster ?? 'any cluster that is allowed'}`;
}

/**
 * The networks of the policy as choices: those that the inventory lacks, or that the chosen cluster
 * does not reach, cannot be chosen, and say why.
 */
export function offerNetworks(
  allowed: readonly PolicyNetwork[],
  inventory: {
    networks: readonly Pick<Network, 'id' | 'name'>[];
    /** Those that are allowed. */
    clusters: readonly Pick<Cluster, 'name' | 'networks'>[];
    /** Name of the chosen one; absent for any of them. */
    cluster?: string;
  },
): Choice[] {
  const { networks, clusters, cluster } = inventory;
  const candidates = clusters.filter(
    ({ name }) => cluster === undefined || name === cluster,
  );
  return allowed.map(network => {
    const { name, domain } = network;
    const prefixes = familiesOf(network).map(({ prefix }) => prefix);
    const why = unreachable(
      networks.filter(each => each.name === name),
      candidates,
      cluster,
    );
    return {
      value: name,
      label: name,
      detail: `${[...prefixes, domain].join(', ')}${why ? ` – ${why}` : ''}`,
      disabled: why !== undefined,
    };
  });
}
