import { isError } from '@backstage/errors';
import {
  RequestPatch,
  RetryCheck,
  StoredRequest,
} from '../database/StoredRequest';
import { isBeingChecked, judgeRetry } from '../ledger/judgeRetry';
import { LedgerContext } from '../ledger/LedgerContext';
import { waitsForPerson } from '../ledger/notices';
import { findHindrance } from '../operations/findHindrance';
import { isUntouched } from './isUntouched';
import { judgeByInventory } from './judgeByInventory';
import { judgePlan } from './judgePlan';
import { NotYet } from './NotYet';
import { placeOf } from './placeOf';
import { waitForJobs } from './waitForJobs';

/** Plans now, and says what that finds. */
async function check(
  context: LedgerContext,
  request: StoredRequest,
): Promise<RequestPatch & { retryCheck: RetryCheck }> {
  const { attempt } = request;
  const place = placeOf(request);
  if (!place) {
    return { retryCheck: { attempt, finds: 'unknown' } };
  }
  const plan = await context.peers.jobs.plan(place);
  const { summary } = plan;
  const judged = await judgeByInventory(context, request, plan);
  if (judged) {
    const { finds, why, untouched } = judged;
    return {
      retryCheck: { attempt, summary, finds, why },
      ...(untouched && { message: why, mayExist: false }),
    };
  }
  const finds = judgePlan(request, plan);
  const hindrance =
    finds === 'approved-plan'
      ? await findHindrance(context, request)
      : undefined;
  return {
    retryCheck: { attempt, summary, finds },
    ...(hindrance !== undefined && { message: hindrance }),
    ...(isUntouched(request, context.operations.of(request), plan) && {
      mayExist: false,
    }),
  };
}

/**
 * Plans once what an apply that failed has left, and writes down whether trying it again can succeed.
 * Where it cannot be planned a person may try all the same: that may be what the retry is for.
 */
export async function checkRetry(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, operations, signal } = context;
  let checked = request;
  if (isBeingChecked(request)) {
    const place = placeOf(request);
    if (place) {
      await waitForJobs(context, request, place);
    }
    let patch: Awaited<ReturnType<typeof check>> = {
      retryCheck: { attempt: request.attempt, finds: 'unknown' },
    };
    let cause: string | undefined;
    try {
      patch = await check(context, request);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NotYet) {
        throw error;
      }
      cause = isError(error) ? error.message : String(error);
    }
    const { finds, summary, why } = patch.retryCheck;
    const found: StoredRequest = {
      ...request,
      message: patch.message ?? request.message,
      mayExist: patch.mayExist ?? request.mayExist,
      retryCheck: patch.retryCheck,
    };
    const canRollBack = operations.rollBackOf(found) !== 'none';
    checked = await store.record(request, {
      type: 'planned-after-failure',
      by: 'ledger',
      reason: why,
      detail: {
        finds,
        ...summary,
        ...(patch.mayExist === false && { applied: 'nothing' }),
        ...(cause !== undefined && { cause }),
      },
      patch,
      notifications: waitsForPerson(
        context,
        found,
        { message: found.message ?? '', cause: found.cause },
        judgeRetry(found, canRollBack)?.possible,
      ),
    });
    context.changed(request.id);
  }
  await store.postpone(checked, { setbacks: 0 });
}
