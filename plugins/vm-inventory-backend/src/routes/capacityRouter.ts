import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  InventoryCapacity,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { readCapacity } from '../capacity/readCapacity';
import { CollectorsHost } from '../collectors';
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
 * What there is room for.
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
  const { store, host, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const filter = parseInput(
      querySchema,
      Object.fromEntries(parametersOf(req)),
    );
    const capacity: InventoryCapacity = {
      ...(await readCapacity(options, filter, visibility.sees)),
      freshness: freshnessOf(store, host.statuses(), visibility),
    };
    res.json(capacity);
  });

  return router;
}
