import { z } from 'zod';

const THIRTY_DAYS = 30 * 24 * 60 * 60;

/**
 * An id, of the source or of a reservation's owner.
 *
 * @internal
 */
export const idSchema = z.string().min(1).max(255);

/**
 * Amounts that room is asked for, from a least one on: what a machine has, or gets more.
 *
 * @internal
 */
export function amountSchemas(least: 0 | 1) {
  const amount = z.number().int().min(least);
  return {
    cpus: amount.max(10_000),
    memoryMib: amount.max(1024 ** 3),
    diskBytes: amount.max(Number.MAX_SAFE_INTEGER),
  };
}

/**
 * For how long room is kept, and by which id; absent where it is only looked for.
 *
 * @internal
 */
export const reservationSchema = z
  .strictObject({
    id: idSchema,
    ttlSeconds: z.number().int().min(1).max(THIRTY_DAYS),
  })
  .optional();
