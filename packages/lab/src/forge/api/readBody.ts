import { Request } from 'express';
import { z } from 'zod';
import { ApiError } from './ApiError';

/**
 * A text that Gitea requires: missing and empty are the same to it.
 *
 * @internal
 */
export const requiredText = z.string('Required').min(1, 'Required');

/**
 * Checks a request's body and names the field in Gitea's way, e.g. `[Title]: Required`.
 *
 * @throws ApiError 422
 * @internal
 */
export function readBody<T extends z.ZodType>(
  schema: T,
  request: Request,
): z.output<T> {
  const result = schema.safeParse(request.body ?? {});
  if (result.success) {
    return result.data;
  }
  const { path, message } = result.error.issues[0];
  const field = path
    .filter(part => typeof part === 'string')
    .map(part => part[0].toUpperCase() + part.slice(1))
    .join('.');
  throw new ApiError(422, `[${field}]: ${message}`);
}
