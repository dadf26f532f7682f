import { setTimeout as delay } from 'node:timers/promises';
import { JobLostError } from '../errors';
import { JobWatch, WatchedJob } from './JobWatch';
import { JobKind } from './projectJobs';

/**
 * How a job ended whose answer was lost.
 *
 * @internal
 */
export interface Settled {
  succeeded: boolean;
  job: WatchedJob;
}

/**
 * Settles a lost answer by looking: waits for the job that the call began, and for its end.
 *
 * @param settleMs - how long to look without seeing anything move
 * @throws JobLostError when there is no such job, or it ended without saying how
 * @internal
 */
export async function settle(options: {
  kind: JobKind;
  watch: JobWatch;
  settleMs: number;
  pollMs: number;
  signal: AbortSignal;
  /** What was asked, for the error. */
  what: string;
  /** How sentences name the Atlantis. */
  title: string;
}): Promise<Settled> {
  const { kind, watch, settleMs, pollMs, signal, what, title } = options;
  let moved = Date.now();
  let seen: WatchedJob | undefined;
  for (;;) {
    signal.throwIfAborted();
    const statuses = await watch.lookOrWarn();
    const state = statuses?.get(kind);
    const job = watch.job(kind);
    if (job && state && state !== 'pending') {
      await watch.settled();
      return { succeeded: state === 'success', job };
    }
    // An apply begins with a plan of its own.
    const current = job ?? watch.job('plan');
    if (current) {
      if (current !== seen) {
        seen = current;
        moved = Date.now();
      }
      const begun = current.lines.length > 0;
      const ended = current.complete;
      const known = await watch.readAgain(current);
      if (begun && !known) {
        throw new JobLostError(
          `${title} was restarted during the ${what}: it no longer knows job ${current.url}`,
        );
      }
      if (known && !ended) {
        moved = Date.now();
      }
    }
    if (Date.now() - moved > settleMs) {
      throw new JobLostError(
        current
          ? `${title} ended the ${what} without saying how: see ${current.url}`
          : `${title} did not answer the ${what}, and began no job for it within ${Math.round(
              settleMs / 1000,
            )} s`,
      );
    }
    await delay(pollMs, undefined, { signal });
  }
}
