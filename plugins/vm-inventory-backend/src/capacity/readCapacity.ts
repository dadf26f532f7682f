import {
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
  const all = <K extends 'cluster' | 'datastore'>(kind: K) =>
    queryTable(
      kind,
      snapshot.table(kind),
      { filter: given, limit: Number.MAX_SAFE_INTEGER },
      sees,
    ).items;
  return {
    clusters: all('cluster').map(cluster =>
      clusterCapacity(
        cluster,
        snapshot.allocation(cluster.source, cluster.id),
        kept,
        policy,
      ),
    ),
    // A datastore cluster has no room but that of its datastores.
    datastores: all('datastore')
      .filter(({ type }) => type !== 'cluster')
      .map(datastore => datastoreCapacity(datastore, kept, policy)),
  };
}
