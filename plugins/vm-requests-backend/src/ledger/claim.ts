import { ConflictError, NotAllowedError } from '@backstage/errors';
import { blueprintOutputsSchema } from '@backlot/plugin-vm-requests-common';
import { ClaimedRequest } from '@backlot/plugin-vm-requests-node';
import { isTurnOf } from '../batches/isTurnOf';
import { applyWaitOf, isBeginning } from '../changeTimes/applyWait';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { createOperationContext } from '../operations/createOperationContext';
import { tooLate } from './holdsAttempt';
import { LedgerContext, lookEvery } from './LedgerContext';
import { handOutStack } from './stackOf';

async function handOut(
  { store, settings }: LedgerContext,
  request: StoredRequest,
): Promise<ClaimedRequest> {
  const { pullRequest, plan, decision } = request;
  const claimed = {
    request: request.id,
    attempt: request.attempt,
    repository: {
      name: request.repository,
      baseBranch: request.baseBranch,
      branch: request.branch,
      directory: request.directory,
    },
    stack: handOutStack(settings, request.stack),
    outputs: request.terms.outputs ?? blueprintOutputsSchema.parse({}),
    applied: request.state === 'applied',
  };
  if (!request.needsPlan) {
    return claimed;
  }
  if (!pullRequest || !plan || !decision?.approved || !decision.digest) {
    throw new ConflictError(
      `Request ${request.id} is ${request.state} without pull request, plan or approval; it cannot be applied.`,
    );
  }
  return {
    ...claimed,
    pullRequest,
    approved: {
      digest: decision.digest,
      commit: plan.commit,
      exact: plan.exact,
      gated: plan.exact && (await store.lastApplyAskedGate(request)),
    },
  };
}

/** What the operation has to know afterwards of how it was, before the first apply. */
async function memoryOf(
  context: LedgerContext,
  request: StoredRequest,
): Promise<StoredRequest['memory']> {
  if (request.memory || !request.needsPlan) {
    return request.memory;
  }
  const { remember } = context.operations.planned(request);
  return remember?.(createOperationContext(context), request);
}

/**
 * Gives an approved request to a task for applying. Of several tasks that were started for it one
 * gets it; that one may ask again.
 *
 * @throws ConflictError when another task has it, it does not wait for one, or others of its batch come
 *   before it
 * @throws NotAllowedError when the task was not started by the ledger
 */
export async function claim(
  context: LedgerContext,
  input: { request: string; task: string },
): Promise<ClaimedRequest> {
  const { store, peers, clock } = context;
  const request = await store.get(input.request);
  const known = await store.findByTask(input.task);
  if (known) {
    const { attempt } = known;
    if (
      known.request.id !== request.id ||
      attempt.id !== request.attempt ||
      attempt.purpose !== 'apply'
    ) {
      throw tooLate(request);
    }
    if (attempt.claimedAt && request.phase === 'running') {
      return handOut(context, request);
    }
  }
  if (request.phase !== 'starting') {
    throw tooLate(request);
  }
  if (!known && !(await peers.tasks.isOwn(input.task, request.id))) {
    throw new NotAllowedError(
      `Task ${input.task} was not started by the ledger. Applying begins by approving a request on its page, not by starting the template.`,
    );
  }
  const wait = isBeginning(request)
    ? applyWaitOf(context.settings.policy, request, clock.now())
    : undefined;
  if (wait) {
    throw new ConflictError(
      `Request ${request.id} may not be applied now. ${wait.why}`,
    );
  }
  if ((await isTurnOf(context, request)) === false) {
    throw new ConflictError(
      `Request ${request.id} may not be applied now: others come before it in batch ${request.batch?.id}. The ledger starts its apply when its turn has come.`,
    );
  }
  const claimed = await store.transition(request, {
    event: 'claim',
    actor: { role: 'task' },
    by: `task:${input.task}`,
    task: input.task,
    patch: { memory: await memoryOf(context, request) },
    wakeAt: isoAfter(clock, lookEvery),
  });
  context.changed(request.id);
  return handOut(context, claimed);
}
