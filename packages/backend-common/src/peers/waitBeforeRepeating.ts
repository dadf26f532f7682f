import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits before a call is repeated: twice as long each time, and by a different time for each caller.
 *
 * @param attempt - how many times it was repeated before
 * @param firstMs - the wait before the first repetition
 */
export async function waitBeforeRepeating(
  attempt: number,
  firstMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const pause = firstMs * 2 ** attempt * (0.5 + Math.random());
  await sleep(pause, undefined, { signal });
}
