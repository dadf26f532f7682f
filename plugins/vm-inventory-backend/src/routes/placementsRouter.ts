import {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { parseInput } from '@backlot/backend-common';
import { PlaceRequest } from '@backlot/plugin-vm-inventory-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { Placer } from '../placement';
import { findOrKeep } from './findOrKeep';
import { amountSchemas, idSchema, reservationSchema } from './placeSchemas';

const placeSchema: z.ZodType<PlaceRequest> = z.strictObject({
  source: idSchema,
  datacenter: idSchema.optional(),
  clusters: z.array(idSchema).min(1).max(1000).optional(),
  datastore: idSchema.optional(),
  network: idSchema,
  furtherNetworks: z.array(idSchema).max(9).optional(),
  template: idSchema,
  folder: idSchema.optional(),
  resourcePool: idSchema.optional(),
  ...amountSchemas(1),
  reservation: reservationSchema,
});

/**
 * Choosing places, and keeping them for backend plugins.
 *
 * @internal
 */
export function createPlacementsRouter(options: {
  placer: Placer;
  access: InventoryAccess;
  auth: AuthService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { placer, access, httpAuth } = options;
  const router = createPromiseRouter();
  router.use(express.json());

  router.post('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const visibility = await access.visibility(credentials);
    const request = parseInput(placeSchema, req.body);
    const { reservation, source } = request;
    res.json(
      await findOrKeep(
        { request: req, credentials, reservation, meta: { source } },
        options,
        createdBy => placer.place(request, { ...visibility, createdBy }),
      ),
    );
  });

  return router;
}
