import { toError } from '@backstage/errors';

/**
 * Gives an error its cause for those who look into it, and leaves its message as it is. The
 * constructors of Backstage's errors add "; caused by" and the name of a class, which is nothing to
 * people.
 *
 * @public
 */
export function withCause<E extends Error>(error: E, cause: unknown): E {
  error.cause = toError(cause);
  return error;
}
