import { setTimeout as sleep } from 'node:timers/promises';

const patienceMs = 480_000;
const lookEveryMs = 100;

/**
 * Looks until something is so.
 *
 * @throws Error that says what was not so when it takes too long
 * @public
 */
export async function until(
  what: string,
  seen: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await seen())) {
    if (Date.now() > deadline) {
      throw new Error(`In ${patienceMs / 1000} s this was not so: ${what}`);
    }
    await sleep(lookEveryMs);
  }
}
