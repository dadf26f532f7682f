import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { recordCancelled } from '../ledger/failTask';
import { failureWords } from '../ledger/failureWords';
import { checkOfRetry } from '../ledger/judgeRetry';
import { LedgerContext, lookEvery } from '../ledger/LedgerContext';
import { applyFailed, preparationFailed } from '../ledger/notices';
import { peerNamesOf } from '../ledger/peerNamesOf';

/** Replaces the attempt of a task that is gone, or holds the request once that was done enough. */
export async function replaceAttempt(
  context: LedgerContext,
  request: StoredRequest,
  why: string,
): Promise<void> {
  const { store, settings, clock } = context;
  const again = request.starts < settings.attempts.limit;
  const message = again
    ? why
    : `${why} The apply template was started ${request.starts} times; it starts again when somebody chooses to retry.`;
  await store.transition(request, {
    event: again ? 'restart' : 'hold',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: why,
    ...(again
      ? { patch: { message }, wakeAt: clock.now().toISOString() }
      : checkOfRetry(request, { message }, clock.now())),
    notifications: again ? [] : applyFailed(context, request, { message }),
  });
  context.changed(request.id);
}

/** Looks whether the task that holds a request is still there. */
export async function superviseTask(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, peers, clock, settings } = context;
  const { task } = await store.getAttempt(request.attempt);
  const look = task
    ? await peers.tasks.look(task)
    : { state: 'gone' as const, detail: 'It has no task.' };
  if (look.state === 'alive') {
    await store.postpone(request, {
      wakeAt: isoAfter(clock, lookEvery),
      setbacks: 0,
      obstruction: request.state === 'applied' ? undefined : null,
    });
    return;
  }
  if (look.state === 'cancelled') {
    await recordCancelled(context, request, look.detail);
    return;
  }
  if (request.state !== 'open') {
    await replaceAttempt(context, request, look.detail);
    return;
  }
  const failure =
    look.state === 'ended' && task
      ? await peers.tasks.failureOf(task)
      : undefined;
  const words = failureWords(
    failure ?? { message: look.detail },
    undefined,
    peerNamesOf(settings, request),
  );
  await store.transition(request, {
    event: 'lose',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: look.detail,
    patch: words,
    wakeAt: clock.now().toISOString(),
    notifications: preparationFailed(settings, request, words),
  });
  context.changed(request.id);
}
