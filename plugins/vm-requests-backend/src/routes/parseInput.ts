import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { findMalformedText } from '@backlot/backend-common';

/**
 * What came in, as it should be: of the schema, and without text that a database can't keep.
 *
 * @throws InputError that names the field, when it is not
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const malformed = findMalformedText(input);
  if (malformed) {
    throw new InputError(
      `✖ ${malformed.problem}\n  → at ${z.core.toDotPath(malformed.path)}`,
    );
  }
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new InputError(z.prettifyError(parsed.error));
  }
  return parsed.data;
}
