import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  ReservationList,
  vmInventoryReservationManagePermission,
} from '@backlot/plugin-vm-inventory-common';
import { Request, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { ReservationStore } from '../reservations';
import { audited, parseInput } from '@backlot/backend-common';
import { parametersOf } from './listQuery';

const idParameters = z.object({ id: z.string() });
const querySchema = z.strictObject({ source: z.string().optional() });

/**
 * What is kept, for backend plugins.
 *
 * @internal
 */
export function createReservationsRouter(options: {
  reservations: ReservationStore;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { reservations, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();

  async function requireManager(req: Request): Promise<void> {
    await access.require(
      vmInventoryReservationManagePermission,
      await httpAuth.credentials(req, { allow: ['service'] }),
    );
  }

  router.get('/', async (req, res) => {
    await requireManager(req);
    const query = parseInput(
      querySchema,
      Object.fromEntries(parametersOf(req)),
    );
    const list: ReservationList = { items: await reservations.list(query) };
    res.json(list);
  });

  router.get('/:id', async (req, res) => {
    await requireManager(req);
    const { id } = parseInput(idParameters, req.params);
    const reservation = await reservations.get(id);
    if (!reservation) {
      throw new NotFoundError(`There is no reservation '${id}'`);
    }
    res.json(reservation);
  });

  router.delete('/:id', async (req, res) => {
    await audited(
      auditor,
      {
        eventId: 'reservation-end',
        severityLevel: 'medium',
        request: req,
      },
      async meta => {
        await requireManager(req);
        const { id } = parseInput(idParameters, req.params);
        meta.id = id;
        await reservations.end(id);
      },
    );
    res.status(204).end();
  });

  return router;
}
