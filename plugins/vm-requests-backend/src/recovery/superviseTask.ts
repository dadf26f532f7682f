import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { badNews, recordCancelled } from '../ledger/failTask';
import { checkOfRetry } from '../ledger/judgeRetry';
import { LedgerContext, lookEvery } from '../ledger/LedgerContext';

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
    notifications: again ? [] : [badNews(request, 'needs a look', message)],
  });
  context.changed(request.id);
}

/** Looks whether the task that holds a request is still there. */
export async function superviseTask(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, peers, clock } = context;
  const { task } = await store.getAttempt(request.attempt);
  const look = task
    ? await peers.tasks.look(task)
    : { state: 'gone' as const, detail: 'It has no task.' };
  if (look.state === 'alive') {
    await store.postpone(request, {
      wakeAt: isoAfter(clock, lookEvery),
      setbacks: 0,
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
  const message =
    (look.state === 'ended' && task
      ? await peers.tasks.failureOf(task)
      : undefined) ?? look.detail;
  await store.transition(request, {
    event: 'lose',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: look.detail,
    patch: { message },
    wakeAt: clock.now().toISOString(),
    notifications: [badNews(request, 'could not be prepared', message)],
  });
  context.changed(request.id);
}
