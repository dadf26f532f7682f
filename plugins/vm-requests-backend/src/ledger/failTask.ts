import { ConflictError } from '@backstage/errors';
import { RequestState } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../clock';
import { NotificationInput, StoredRequest } from '../database/StoredRequest';
import { checkOfRetry } from './judgeRetry';
import { LedgerContext } from './LedgerContext';

/** How long the ledger waits before it starts again what only has to look and write down. */
const secondTryMs = 15_000;

/** Tells the requester that something needs a look. */
export function badNews(
  request: StoredRequest,
  title: string,
  description: string,
): NotificationInput {
  return {
    recipients: [request.requestedBy],
    title: `${request.fqdn} ${title}`,
    description,
    severity: 'high',
  };
}

/**
 * Writes down that a task was cancelled in the scaffolder. As long as apply has not begun everything
 * is given back; after that the request waits for a person.
 */
export async function recordCancelled(
  context: LedgerContext,
  request: StoredRequest,
  message: string,
): Promise<void> {
  const { store, clock } = context;
  const ends = request.state === 'open' || request.state === 'approved';
  await store.transition(request, {
    event: ends ? 'cancel' : 'hold',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: message,
    ...(ends
      ? { patch: { message }, wakeAt: clock.now().toISOString() }
      : checkOfRetry(request, { message }, clock.now())),
    notifications: [
      badNews(request, ends ? 'was cancelled' : 'needs a look', message),
    ],
  });
  context.changed(request.id);
}

/** What a task says of its failure. */
export interface FailedTask {
  task: string;
  message?: string;
}

const mostTries = 3;

/**
 * Says that a task failed. Before apply began everything is given back; after, the request waits for
 * a person. A task that does not hold the request, or that loses it meanwhile, changes nothing.
 */
export async function failTask(
  context: LedgerContext,
  input: FailedTask,
): Promise<{ state?: RequestState }> {
  for (let tries = 1; ; tries++) {
    try {
      return await failOnce(context, input);
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === mostTries) {
        throw error;
      }
    }
  }
}

async function failOnce(
  context: LedgerContext,
  input: FailedTask,
): Promise<{ state?: RequestState }> {
  const { store, peers, clock, settings } = context;
  const known = await store.findByTask(input.task);
  if (!known) {
    return {};
  }
  const { request, attempt } = known;
  if (
    request.attempt !== attempt.id ||
    request.phase !== 'running' ||
    !attempt.claimedAt
  ) {
    return { state: request.state };
  }
  if (await peers.tasks.wasCancelled(input.task)) {
    await recordCancelled(
      context,
      request,
      `Its task ${input.task} was cancelled in the scaffolder.`,
    );
    return { state: (await store.get(request.id)).state };
  }
  const message =
    input.message ??
    (await peers.tasks.failureOf(input.task)) ??
    'The task failed; its log says why.';
  const again =
    request.state === 'applied' && request.starts < settings.attempts.limit;
  const failed = await store.transition(request, {
    event: again ? 'restart' : 'fail',
    actor: again ? { role: 'ledger' } : { role: 'task' },
    by: `task:${input.task}`,
    reason: message,
    ...(again || request.state === 'open'
      ? {
          patch: { message },
          wakeAt: isoAfter(clock, again ? secondTryMs : 0),
        }
      : checkOfRetry(request, { message }, clock.now())),
    notifications: again
      ? []
      : [
          badNews(
            request,
            request.state === 'open' ? 'could not be prepared' : 'needs a look',
            message,
          ),
        ],
  });
  context.changed(request.id);
  return { state: failed.state };
}
