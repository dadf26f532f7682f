import { findSurprise } from '../batches/findSurprise';
import { isTurnOf } from '../batches/isTurnOf';
import { isBeginning } from '../changeTimes/applyWait';
import { isoAfter } from '../clock';
import { Attempt, StoredRequest } from '../database/StoredRequest';
import { recordCancelled } from '../ledger/failTask';
import { hasOldPlan } from '../ledger/hasOldPlan';
import { LedgerContext, lookEvery } from '../ledger/LedgerContext';
import { putOff } from './awaitTime';
import { replaceAttempt } from './superviseTask';

/** A task that was started for the attempt, but whose start was not answered. */
async function findLost(
  context: LedgerContext,
  request: StoredRequest,
  attempt: Attempt,
): Promise<string | undefined> {
  if (attempt.calls === 0) {
    return undefined;
  }
  const started = await context.peers.tasks.findStarted(
    request.id,
    attempt.createdAt,
  );
  const attempts = await context.store.listAttempts(request.id);
  return started.find(task => !attempts.some(known => known.task === task));
}

/** Until an approved request looks again that waits for its turn; its batch has it look before. */
const turnMs = 3_600_000;

async function planAnewFirst(
  context: LedgerContext,
  request: StoredRequest,
  reason: string,
): Promise<void> {
  const { store, clock } = context;
  await store.transition(request, {
    event: 'replan',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason,
    wakeAt: clock.now().toISOString(),
  });
  context.changed(request.id);
}

/**
 * Has one of a batch planned anew, for a person to decide on, that policy approved before the plan was
 * known beside which it is a surprise.
 *
 * @returns whether it is one
 */
async function planSurpriseAnew(
  context: LedgerContext,
  request: StoredRequest,
): Promise<boolean> {
  const { state, plan, decision } = request;
  if (state !== 'approved' || decision?.by !== 'policy') {
    return false;
  }
  const surprise = await findSurprise(context, request, plan, 'before');
  if (surprise === undefined) {
    return false;
  }
  await planAnewFirst(
    context,
    request,
    `${surprise} It is planned anew, and a person decides on it.`,
  );
  return true;
}

/**
 * Keeps a request from being started that is not to be: it is not its turn, its time has not come, its
 * plan got old while it waited for its turn, or is a surprise.
 *
 * @returns whether it is kept
 */
async function isKept(
  context: LedgerContext,
  request: StoredRequest,
): Promise<boolean> {
  const { store, clock } = context;
  const isItsTurnNow = await isTurnOf(context, request);
  if (isItsTurnNow === false) {
    await store.postpone(request, {
      wakeAt: isoAfter(clock, turnMs),
      setbacks: 0,
    });
    return true;
  }
  if (isBeginning(request) && (await putOff(context, request))) {
    return true;
  }
  if (isItsTurnNow && (await hasOldPlan(context, request))) {
    await planAnewFirst(
      context,
      request,
      'Its turn has come. Its plan is old by now, so it is planned anew first.',
    );
    return true;
  }
  return planSurpriseAnew(context, request);
}

/**
 * Sees to it that the apply template runs for an attempt that nobody has claimed yet, once the request
 * may be applied. That it was asked to start is written down first, so that a start whose answer was
 * lost is looked for.
 */
export async function startApply(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, peers, clock } = context;
  const attempt = await store.getAttempt(request.attempt);
  if (attempt.calls === 0 && (await isKept(context, request))) {
    return;
  }
  if (attempt.task) {
    const look = await peers.tasks.look(attempt.task);
    if (look.state === 'cancelled') {
      await recordCancelled(context, request, look.detail);
      return;
    }
    if (look.state !== 'alive') {
      await replaceAttempt(context, request, look.detail);
      return;
    }
  } else {
    let task = await findLost(context, request, attempt);
    if (!task) {
      await store.countCall(attempt.id);
      task = await peers.tasks.start(request.id);
    }
    await store.setTask(attempt.id, task);
  }
  await store.postpone(request, {
    wakeAt: isoAfter(clock, lookEvery),
    setbacks: 0,
    obstruction: request.state === 'applied' ? undefined : null,
  });
}
