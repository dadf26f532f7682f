import {
  AuditorService,
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { PlaceRequest } from '@backlot/plugin-vm-inventory-common';
import { JsonObject } from '@backstage/types';
import { audited } from '@backlot/backend-common';
import { Request } from 'express';

/**
 * Answers a request for room. To look where there is some takes the permission to read; to keep it,
 * a backend plugin that asks for it, in its own name or in a user's: a person who could would fill
 * the house with what never comes.
 *
 * @param find - is given the subject of who keeps the room
 * @throws NotAllowedError when a person would keep it
 * @internal
 */
export async function findOrKeep<T>(
  asked: {
    request: Request;
    credentials: BackstageCredentials;
    reservation: PlaceRequest['reservation'];
    /** What the auditor is told besides. */
    meta: JsonObject;
  },
  options: { auth: AuthService; auditor: AuditorService },
  find: (createdBy: string) => Promise<T>,
): Promise<T> {
  const { request, credentials, reservation, meta } = asked;
  if (!reservation) {
    return find('');
  }
  return audited(
    options.auditor,
    {
      eventId: 'reservation-keep',
      severityLevel: 'medium',
      request,
      meta: { ...meta, ...reservation },
    },
    async () => find(requireService(options.auth, credentials)),
  );
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
      'Only backend plugins may reserve room. Leave out the reservation to see where there is some.',
    );
  }
  return service.subject;
}
