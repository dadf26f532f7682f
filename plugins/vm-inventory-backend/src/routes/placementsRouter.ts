import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { PlaceRequest } from '@backlot/plugin-vm-inventory-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { Placer } from '../placement';
import { audited } from '@backlot/backend-common';
import { parseInput } from './parseInput';

const id = z.string().min(1).max(255);
const THIRTY_DAYS = 30 * 24 * 60 * 60;

const placeSchema: z.ZodType<PlaceRequest> = z.strictObject({
  source: id,
  datacenter: id.optional(),
  clusters: z.array(id).min(1).max(1000).optional(),
  datastore: id.optional(),
  network: id,
  template: id,
  folder: id.optional(),
  resourcePool: id.optional(),
  cpus: z.number().int().min(1).max(10_000),
  memoryMib: z
    .number()
    .int()
    .min(1)
    .max(1024 ** 3),
  diskBytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  reservation: z
    .strictObject({
      id,
      ttlSeconds: z.number().int().min(1).max(THIRTY_DAYS),
    })
    .optional(),
});

/**
 * Choosing places. To look where something fits takes the permission to read; to keep the place, a
 * backend plugin that asks for it, in its own name or in a user's: a person who could would fill
 * the house with what never comes.
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
  const { placer, access, auth, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json());

  router.post('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const visibility = await access.visibility(credentials);
    const request = parseInput(placeSchema, req.body);
    const { reservation, source } = request;
    if (!reservation) {
      res.json(await placer.place(request, { ...visibility, createdBy: '' }));
      return;
    }
    const placement = await audited(
      auditor,
      {
        eventId: 'reservation-keep',
        severityLevel: 'medium',
        request: req,
        meta: { source, ...reservation },
      },
      async () =>
        placer.place(request, {
          ...visibility,
          createdBy: requireService(auth, credentials),
        }),
    );
    res.json(placement);
  });

  return router;
}

/** The subject of the service that asks. */
function requireService(
  auth: AuthService,
  credentials: BackstageCredentials,
): string {
  const service = auth.isPrincipal(credentials, 'service')
    ? credentials.principal
    : auth.isPrincipal(credentials, 'user') && credentials.principal.actor;
  if (!service) {
    throw new NotAllowedError(
      'Only backend plugins may reserve a place. Leave out the reservation to see where the machine would go.',
    );
  }
  return service.subject;
}
