import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { withCause } from '@backlot/backend-common';

const errors = {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ServiceUnavailableError,
};

/**
 * The error that the inventory answered with, as the class that it was thrown as there, so that
 * callers can tell them apart.
 *
 * @internal
 */
export function typedError(error: ResponseError): Error {
  const { name, message } = error.cause;
  const Known = Object.entries(errors).find(([known]) => known === name)?.[1];
  return Known ? withCause(new Known(message), error) : error;
}
