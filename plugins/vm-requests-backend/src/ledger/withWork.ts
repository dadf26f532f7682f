import { setTimeout as sleep } from 'node:timers/promises';
import { ForwardedError, ServiceUnavailableError } from '@backstage/errors';
import { isoAfter } from '../clock';
import { LedgerContext } from './LedgerContext';

const leaseMs = 30_000;
const renewMs = 10_000;
const waitMs = 10_000;
const lookAgainMs = 50;

/** Outcome of {@link tryWork}. */
export type WorkOutcome<T> = { done: true; value: T } | { done: false };

/**
 * Works on a request with peers while nobody else does: another replica, the recovery loop or a
 * step. When this process dies, the request is free again after half a minute.
 *
 * @returns done false, and nothing done, while another works on it
 */
export async function tryWork<T>(
  context: LedgerContext,
  request: string,
  work: () => Promise<T>,
): Promise<WorkOutcome<T>> {
  const { store, clock, logger } = context;
  const token = context.newId();
  const take = () =>
    store.acquire(request, {
      token,
      now: clock.now().toISOString(),
      until: isoAfter(clock, leaseMs),
    });
  if (!(await take())) {
    return { done: false };
  }
  const renewing = setInterval(() => {
    take().catch(error =>
      logger.warn(
        `The work on request ${request} could not be prolonged`,
        new ForwardedError('Renewal failed', error),
      ),
    );
  }, renewMs);
  renewing.unref();
  try {
    return { done: true, value: await work() };
  } finally {
    clearInterval(renewing);
    await store
      .release(request, token)
      .catch(error =>
        logger.warn(
          `The work on request ${request} ends by itself in ${leaseMs} ms`,
          new ForwardedError('Release failed', error),
        ),
      );
  }
}

/**
 * Like {@link tryWork}, waiting a while for its turn.
 *
 * @throws ServiceUnavailableError when another works on it for long
 */
export async function withWork<T>(
  context: LedgerContext,
  request: string,
  work: () => Promise<T>,
): Promise<T> {
  const end = Date.now() + waitMs;
  for (;;) {
    const outcome = await tryWork(context, request, work);
    if (outcome.done) {
      return outcome.value;
    }
    if (Date.now() > end) {
      throw new ServiceUnavailableError(
        `Request ${request} is being worked on; try again.`,
      );
    }
    await sleep(lookAgainMs);
  }
}
