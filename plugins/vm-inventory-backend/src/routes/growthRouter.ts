import {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { GrowRequest } from '@backlot/plugin-vm-inventory-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { Placer } from '../placement';
import { findOrKeep } from './findOrKeep';
import { objectParameters } from './objectParameters';
import { parseInput } from '@backlot/backend-common';
import { amountSchemas, idSchema, reservationSchema } from './placeSchemas';

const growSchema: z.ZodType<GrowRequest> = z.strictObject({
  ...amountSchemas(0),
  datastore: idSchema.optional(),
  reservation: reservationSchema,
});

/**
 * Finding room where a machine is for what it is to get more, and keeping it for backend plugins.
 *
 * @internal
 */
export function createGrowthRouter(options: {
  placer: Placer;
  access: InventoryAccess;
  auth: AuthService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { placer, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.post('/:source/:id/growth', express.json(), async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const visibility = await access.visibility(credentials);
    const machine = parseInput(objectParameters, req.params);
    const request = parseInput(growSchema, req.body);
    const { reservation } = request;
    res.json(
      await findOrKeep(
        {
          request: req,
          credentials,
          reservation,
          meta: { source: machine.source, machine: machine.id },
        },
        options,
        createdBy =>
          placer.grow(machine, request, { ...visibility, createdBy }),
      ),
    );
  });

  return router;
}
