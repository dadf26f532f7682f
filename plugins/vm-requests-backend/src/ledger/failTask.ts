import { ConflictError } from '@backstage/errors';
import { RequestState } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { backoffMs } from '../recovery/backoff';
import { failureWords } from './failureWords';
import { checkOfRetry } from './judgeRetry';
import { LedgerContext } from './LedgerContext';
import { peerNamesOf } from './peerNamesOf';
import { applyFailed, preparationFailed, wasCancelled } from './notices';

/** How long the ledger waits before it starts again what only has to look and write down. */
const secondTryMs = 15_000;

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
  const ends = !request.mayExist;
  await store.transition(request, {
    event: ends ? 'cancel' : 'hold',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: message,
    ...(ends
      ? { patch: { message }, wakeAt: clock.now().toISOString() }
      : checkOfRetry(request, { message }, clock.now())),
    notifications: ends
      ? [wasCancelled(request, message)]
      : applyFailed(context, request, { message }),
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
  const words =
    input.message === undefined
      ? failureWords(
          await peers.tasks.failureOf(input.task),
          undefined,
          peerNamesOf(settings, request),
        )
      : { message: input.message };
  const { message, cause } = words;
  const { obstruction } = request;
  // What follows an apply only looks and writes down, so a peer that does not answer is waited for.
  const again =
    request.state === 'applied' &&
    (request.starts < settings.attempts.limit ||
      (obstruction !== undefined && obstruction.obstacle !== 'platform-team'));
  const tell =
    request.state === 'open'
      ? preparationFailed(settings, request, words)
      : applyFailed(context, request, words);
  const failed = await store.transition(request, {
    event: again ? 'restart' : 'fail',
    actor: again ? { role: 'ledger' } : { role: 'task' },
    by: `task:${input.task}`,
    reason: message,
    detail: cause === undefined ? undefined : { cause },
    ...(again || request.state === 'open'
      ? {
          patch: { message, cause },
          wakeAt: isoAfter(
            clock,
            again ? Math.max(secondTryMs, backoffMs(request.starts + 3)) : 0,
          ),
        }
      : checkOfRetry(request, { message, cause }, clock.now())),
    notifications: again ? [] : tell,
  });
  context.changed(request.id);
  return { state: failed.state };
}
