import { ConflictError } from '@backstage/errors';
import { RequestState } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../clock';
import { NotificationInput, StoredRequest } from '../database/StoredRequest';
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
    patch: { message },
    wakeAt:
      again || request.state === 'open'
        ? isoAfter(clock, again ? secondTryMs : 0)
        : undefined,
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
