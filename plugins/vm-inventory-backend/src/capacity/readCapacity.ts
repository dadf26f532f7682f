import {
  capacityTotals,
  clusterCapacity,
  datastoreCapacity,
  InventoryCapacity,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { queryTable } from '../query/queryTable';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';

/**
 * What clusters and datastores have, what is given and kept, and what is left: the numbers that
 * placement goes by, freshness aside.
 *
 * @param filter - ids; absent means any
 * @param sees - leaves out what the caller may not see; absent when all may be seen
 * @internal
 */
export async function readCapacity(
  context: {
    store: InventoryStore;
    reservations: ReservationStore;
    policy: PlacementPolicy;
  },
  filter: { source?: string; datacenter?: string },
  sees?: Predicate,
): Promise<Omit<InventoryCapacity, 'freshness'>> {
  const { store, reservations, policy } = context;
  const kept = await reservations.list({ source: filter.source });
  const snapshot = store.snapshot();
  const given = Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  );
  const all = <K extends 'cluster' | 'datacenter' | 'datastore'>(
    kind: K,
    where: Record<string, string>,
  ) =>
    queryTable(
      kind,
      snapshot.table(kind),
      { filter: where, limit: Number.MAX_SAFE_INTEGER },
      sees,
    ).items;

  const clusters = all('cluster', given).map(cluster =>
    clusterCapacity(
      cluster,
      snapshot.allocation(cluster.source, cluster.id),
      kept,
      policy,
    ),
  );
  const datastores = all('datastore', given)
    // A datastore cluster has no room but that of its datastores.
    .filter(({ type }) => type !== 'cluster')
    .map(datastore => datastoreCapacity(datastore, kept, policy));
  const totals = (belongs: (place: Place) => boolean) =>
    capacityTotals({
      clusters: clusters.filter(belongs),
      datastores: datastores.filter(belongs),
    });

  return {
    clusters,
    datastores,
    datacenters: all('datacenter', {
      ...(filter.source !== undefined && { source: filter.source }),
      ...(filter.datacenter !== undefined && { id: filter.datacenter }),
    }).map(({ source, id, name }) => ({
      source,
      id,
      name,
      ...totals(place => place.source === source && place.datacenter === id),
    })),
    sources: [
      ...new Set([...clusters, ...datastores].map(({ source }) => source)),
    ]
      .sort()
      .map(source => ({
        source,
        ...totals(place => place.source === source),
      })),
  };
}

interface Place {
  source: string;
  datacenter?: string;
}
