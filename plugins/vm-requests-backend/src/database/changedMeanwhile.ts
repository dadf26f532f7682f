import { ConflictError } from '@backstage/errors';
import { StoredRequest } from './StoredRequest';

/** The error of a compare-and-set that found something else than was read. */
export function changedMeanwhile(request: StoredRequest): ConflictError {
  return new ConflictError(
    `Request ${request.id} has changed in the meantime; look at it again.`,
  );
}
