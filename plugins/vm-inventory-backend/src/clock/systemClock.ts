import { setTimeout as delay } from 'node:timers/promises';
import { Clock } from './Clock';

/**
 * The time of this machine.
 *
 * @internal
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, { signal }) => {
    signal.throwIfAborted();
    await delay(ms, undefined, { signal });
  },
};
