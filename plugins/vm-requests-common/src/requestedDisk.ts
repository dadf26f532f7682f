import { z } from 'zod';

/**
 * A disk that is asked for beyond the template's own.
 *
 * @public
 */
export const requestedDiskSchema = z.object({
  sizeGib: z.number().int().positive(),
});
