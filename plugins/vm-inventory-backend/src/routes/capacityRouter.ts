import { parseInput } from '@backlot/backend-common';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  InventoryCapacity,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { CapacityForecasts } from '../capacity/CapacityForecasts';
import { readCapacity } from '../capacity/readCapacity';
import { CollectorsHost } from '../collectors';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { freshnessOf } from './freshness';
import { parametersOf } from './listQuery';

const querySchema = z.strictObject({
  source: z.string().optional(),
  datacenter: z.string().optional(),
});

/**
 * What there is room for, and until when.
 *
 * @internal
 */
export function createCapacityRouter(options: {
  store: InventoryStore;
  host: CollectorsHost;
  reservations: ReservationStore;
  forecasts: CapacityForecasts;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  policy: PlacementPolicy;
}): Router {
  const { store, host, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const filter = parseInput(
      querySchema,
      Object.fromEntries(parametersOf(req)),
    );
    const forecastOf = await options.forecasts.forecasts();
    const { clusters, datastores, ...totals } = await readCapacity(
      options,
      filter,
      visibility.sees,
    );
    const capacity: InventoryCapacity = {
      clusters: clusters.map(cluster => {
        const of = { ...cluster, kind: 'cluster' as const };
        return {
          ...cluster,
          forecast: {
            cpu: forecastOf(of, 'cpu', cluster.cpu),
            memory: forecastOf(of, 'memory', cluster.memory),
          },
        };
      }),
      datastores: datastores.map(datastore => ({
        ...datastore,
        forecast: {
          storage: forecastOf(
            { ...datastore, kind: 'datastore' },
            'storage',
            datastore.storage,
          ),
        },
      })),
      ...totals,
      freshness: freshnessOf(store, host.statuses(), visibility),
    };
    res.json(capacity);
  });

  return router;
}
