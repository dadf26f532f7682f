import { z } from 'zod';

/**
 * Path parameters of a route of one object.
 *
 * @internal
 */
export const objectParameters = z.object({
  source: z.string(),
  id: z.string(),
});
