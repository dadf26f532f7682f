import { parseInput } from '@backlot/backend-common';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  addDays,
  CapacityHistory,
  capacityKinds,
  dayOf,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { CapacityHistoryStore } from '../capacity/CapacityHistoryStore';
import { readCapacityHistory } from '../capacity/readCapacityHistory';
import { Clock } from '../clock';
import { CollectorsHost } from '../collectors';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { freshnessOf } from './freshness';
import { parametersOf } from './listQuery';

const DEFAULT_DAYS = 90;

const querySchema = z
  .strictObject({
    source: z.string(),
    kind: z.enum(capacityKinds),
    id: z.string().optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  })
  .refine(
    ({ source, kind, id }) =>
      kind === 'source' ? (id ?? source) === source : id !== undefined,
    { path: ['id'], error: 'Only a source has none: its id is its name' },
  );

/**
 * What there was room for, day by day, and when it is full.
 *
 * @internal
 */
export function createCapacityHistoryRouter(options: {
  store: InventoryStore;
  host: CollectorsHost;
  reservations: ReservationStore;
  history: CapacityHistoryStore;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  policy: PlacementPolicy;
  clock: Clock;
}): Router {
  const { store, host, access, httpAuth, clock } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const { source, kind, id, ...given } = parseInput(
      querySchema,
      Object.fromEntries(parametersOf(req)),
    );
    const today = dayOf(clock.now());
    const to = given.to ?? today;
    const from = given.from ?? addDays(to, 1 - DEFAULT_DAYS);
    if (from > to) {
      throw new InputError(
        `'from' is ${from}, which is later than 'to', ${to}`,
      );
    }
    const history: CapacityHistory = {
      ...(await readCapacityHistory(
        options,
        { source, kind, id: id ?? source },
        { from, to, today },
        visibility.sees,
      )),
      freshness: freshnessOf(
        store,
        host.statuses().filter(status => status.source === source),
        visibility,
      ),
    };
    res.json(history);
  });

  return router;
}
