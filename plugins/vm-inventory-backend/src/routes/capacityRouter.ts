import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  Cluster,
  clusterCapacity,
  Datastore,
  datastoreCapacity,
  InventoryCapacity,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import { queryTable } from '../query/queryTable';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { freshnessOf } from './freshness';
import { parametersOf } from './listQuery';
import { parseInput } from './parseInput';

const querySchema = z.strictObject({
  source: z.string().optional(),
  datacenter: z.string().optional(),
});

/**
 * What clusters and datastores have, what is given and kept, and what is left: the numbers that
 * placement goes by.
 *
 * @internal
 */
export function createCapacityRouter(options: {
  store: InventoryStore;
  host: CollectorsHost;
  reservations: ReservationStore;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  policy: PlacementPolicy;
}): Router {
  const { store, host, reservations, access, httpAuth, policy } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const filter = parseInput(
      querySchema,
      Object.fromEntries(parametersOf(req)),
    );
    const kept = await reservations.list({ source: filter.source });
    const snapshot = store.snapshot();
    const all = <K extends 'cluster' | 'datastore'>(kind: K) =>
      queryTable(
        kind,
        snapshot.table(kind),
        { filter, limit: Number.MAX_SAFE_INTEGER },
        visibility.sees,
      ).items;
    const capacity: InventoryCapacity = {
      clusters: all('cluster').map((cluster: Cluster) =>
        clusterCapacity(
          cluster,
          snapshot.allocation(cluster.source, cluster.id),
          kept,
          policy,
        ),
      ),
      datastores: all('datastore')
        .filter(({ type }) => type !== 'cluster')
        .map((datastore: Datastore) =>
          datastoreCapacity(datastore, kept, policy),
        ),
      freshness: freshnessOf(store, host.statuses(), visibility),
    };
    res.json(capacity);
  });

  return router;
}
