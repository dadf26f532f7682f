import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerContext } from '../ledger/LedgerContext';

const firstLookMs = 50;
const mostLookMs = 1_000;

/**
 * Looks again and again for what the inventory will show soon.
 *
 * @param failure - what is thrown after `machineWait`, for the step to be repeated later
 */
export async function lookUntil<T>(
  context: LedgerContext,
  look: () => Promise<T | undefined>,
  failure: () => Error,
): Promise<T> {
  const end = Date.now() + context.settings.machineWait;
  for (let pause = firstLookMs; ; pause = Math.min(pause * 1.5, mostLookMs)) {
    const seen = await look();
    if (seen !== undefined) {
      return seen;
    }
    if (Date.now() >= end) {
      throw failure();
    }
    await sleep(pause, undefined, { signal: context.signal }).catch(() =>
      context.signal.throwIfAborted(),
    );
  }
}
