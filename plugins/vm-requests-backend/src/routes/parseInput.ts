import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * What came in, as it should be.
 *
 * @throws InputError when it is not
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new InputError(z.prettifyError(parsed.error));
  }
  return parsed.data;
}
