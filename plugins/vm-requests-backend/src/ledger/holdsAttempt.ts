import { ConflictError } from '@backstage/errors';
import { AttemptRef } from '@backlot/plugin-vm-requests-node';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from './LedgerContext';

/** Says in words where a request stands that a step came too late for. */
export function tooLate(request: StoredRequest): ConflictError {
  return new ConflictError(
    `Request ${request.id} is ${request.state}${
      request.message ? ` (${request.message})` : ''
    }; this task does not hold it any more.`,
  );
}

/**
 * The request of a step, if the step's attempt holds it.
 *
 * @throws ConflictError when the attempt was replaced or has ended
 */
export async function requestOfAttempt(
  context: LedgerContext,
  { request: id, attempt }: AttemptRef,
): Promise<StoredRequest> {
  const request = await context.store.get(id);
  if (request.attempt !== attempt || request.phase !== 'running') {
    throw tooLate(request);
  }
  return request;
}
