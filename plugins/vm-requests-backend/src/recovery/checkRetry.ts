import { isError } from '@backstage/errors';
import { isEmptyPlan, Plan } from '@backlot/plugin-vm-requests-common';
import { RetryCheck, StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { JobPlace } from '../peers/RequestPeers';
import { NotYet } from './NotYet';
import { placeOf } from './placeOf';

/** What a retry would come to, by a plan that is made now. */
export function judgePlan(
  { plan, decision }: Pick<StoredRequest, 'plan' | 'decision'>,
  now: Plan,
): Exclude<RetryCheck['finds'], 'pending' | 'unknown'> {
  if (isEmptyPlan(now)) {
    return 'nothing-to-do';
  }
  return now.commit === plan?.commit && now.digest === decision?.digest
    ? 'approved-plan'
    : 'other-plan';
}

/** After so many looks that failed nobody waits any more for whether a job runs. */
const mostLooks = 3;

/** Whether a job runs. Where that cannot be seen for long, the plan that follows finds out. */
async function mayRun(
  { peers, signal }: LedgerContext,
  request: StoredRequest,
  place: JobPlace,
): Promise<boolean> {
  try {
    return await peers.jobs.isRunning(place);
  } catch (error) {
    signal.throwIfAborted();
    if (request.setbacks < mostLooks) {
      throw error;
    }
    return false;
  }
}

/**
 * Plans once what an apply that failed has left, and writes down whether trying it again can succeed.
 * Where it cannot be planned a person may try all the same: that may be what the retry is for.
 */
export async function checkRetry(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, peers, signal } = context;
  const { attempt, retryCheck } = request;
  let checked = request;
  if (retryCheck?.attempt === attempt && retryCheck.finds === 'pending') {
    const place = placeOf(request);
    if (place && (await mayRun(context, request, place))) {
      throw new NotYet(
        `Waits for Atlantis to end its job on ${request.directory}.`,
        'atlantis',
      );
    }
    let found: RetryCheck = { attempt, finds: 'unknown' };
    let cause: string | undefined;
    try {
      if (place) {
        const plan = await peers.jobs.plan(place);
        const { summary } = plan;
        found = { attempt, finds: judgePlan(request, plan), summary };
      }
    } catch (error) {
      signal.throwIfAborted();
      cause = isError(error) ? error.message : String(error);
    }
    checked = await store.record(request, {
      type: 'planned-after-failure',
      by: 'ledger',
      detail: {
        finds: found.finds,
        ...found.summary,
        ...(cause !== undefined && { cause }),
      },
      patch: { retryCheck: found },
    });
    context.changed(request.id);
  }
  await store.postpone(checked, { setbacks: 0 });
}
