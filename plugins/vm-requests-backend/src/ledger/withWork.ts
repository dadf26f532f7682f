import { setTimeout as sleep } from 'node:timers/promises';
import { ForwardedError, ServiceUnavailableError } from '@backstage/errors';
import { LedgerContext } from './LedgerContext';
import { requestLease } from './leaseNames';
import { linkSignals } from './linkSignals';

const waitMs = 10_000;
const lookAgainMs = 50;

/** Outcome of {@link tryWork}. */
export type WorkOutcome<T> = { done: true; value: T } | { done: false };

/**
 * Works under a lease while nobody else does: another replica, the recovery loop or a step. When
 * this process dies, the lease ends after half a minute. When it is lost, the calls to peers that are
 * under way end, and what is written after that is refused.
 *
 * @param work - takes the context to work with
 * @returns done false, and nothing done, while another has the lease
 */
export async function tryWork<T>(
  context: LedgerContext,
  name: string,
  work: (context: LedgerContext) => Promise<T>,
): Promise<WorkOutcome<T>> {
  const lease = await context.leases.tryAcquire(name);
  if (!lease) {
    return { done: false };
  }
  const { signal, unlink } = linkSignals([context.signal, lease.signal]);
  try {
    return { done: true, value: await work(context.under(lease, signal)) };
  } finally {
    unlink();
    // Once more, for who waits for the lease would wait until it ends by itself.
    await lease
      .release()
      .catch(() => lease.release())
      .catch(error =>
        context.logger.warn(
          `The lease '${name}' ends by itself`,
          new ForwardedError('It could not be given back', error),
        ),
      );
  }
}

/**
 * Works on a request under its lease, waiting a while for its turn.
 *
 * @throws ServiceUnavailableError when another works on it for long
 */
export async function withWork<T>(
  context: LedgerContext,
  request: string,
  work: (context: LedgerContext) => Promise<T>,
): Promise<T> {
  const end = performance.now() + waitMs;
  for (;;) {
    const outcome = await tryWork(context, requestLease(request), work);
    if (outcome.done) {
      return outcome.value;
    }
    if (performance.now() > end) {
      throw new ServiceUnavailableError(
        `Request ${request} is being worked on; try again.`,
      );
    }
    await sleep(lookAgainMs);
    context.signal.throwIfAborted();
  }
}
