import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { ReservationList } from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { ReservationStore } from '../reservations';
import { audited } from './audited';
import { parametersOf } from './listQuery';
import { parseInput } from './parseInput';

const querySchema = z.strictObject({ source: z.string().optional() });

/**
 * What is kept, for backend plugins.
 *
 * @internal
 */
export function createReservationsRouter(options: {
  reservations: ReservationStore;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { reservations, httpAuth, auditor } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['service'] });
    const query = parseInput(
      querySchema,
      Object.fromEntries(parametersOf(req)),
    );
    const list: ReservationList = { items: await reservations.list(query) };
    res.json(list);
  });

  router.get('/:id', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['service'] });
    const { id } = req.params;
    const reservation = await reservations.get(id);
    if (!reservation) {
      throw new NotFoundError(`There is no reservation '${id}'`);
    }
    res.json(reservation);
  });

  router.delete('/:id', async (req, res) => {
    const { id } = req.params;
    await audited(
      auditor,
      {
        eventId: 'reservation-end',
        severityLevel: 'medium',
        request: req,
        meta: { id },
      },
      async () => {
        await httpAuth.credentials(req, { allow: ['service'] });
        await reservations.end(id);
      },
    );
    res.status(204).end();
  });

  return router;
}
