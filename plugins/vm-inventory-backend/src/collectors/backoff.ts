const FIRST_MS = 1_000;

/**
 * The longest wait between two attempts.
 *
 * @internal
 */
export const LONGEST_BACKOFF_MS = 60_000;

/**
 * How long to wait before the next attempt, in milliseconds: twice as long with each failure, with
 * jitter so that sources that failed together do not come back together.
 *
 * @param failures - in a row; 1 after the first
 * @param random - from 0 to 1
 * @internal
 */
export function backoff(failures: number, random: number): number {
  const full = Math.min(LONGEST_BACKOFF_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(full * (0.5 + random / 2));
}
