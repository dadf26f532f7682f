import { ConflictError, InputError } from '@backstage/errors';
import {
  RequestMachine,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { AttemptRef } from '@backlot/plugin-vm-requests-node';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { operationOf } from '../operations/operationOf';
import { requestOfAttempt } from './holdsAttempt';
import { LedgerContext, lookEvery, pageOf } from './LedgerContext';
import { noteSetback } from './noteSetback';
import { withWork } from './withWork';

/** What the apply said of the machine that it made. */
export type AppliedMachine = Pick<RequestMachine, 'id' | 'instanceUuid'>;

async function recordApply(
  context: LedgerContext,
  request: StoredRequest,
  input: { log: string; machine?: AppliedMachine },
): Promise<StoredRequest> {
  const { store, logs, clock, logger } = context;
  if (input.log.trim() === '') {
    throw new InputError(
      `Terraform's text is missing: without it request ${request.id} does not count as applied.`,
    );
  }
  const attempt = await store.getAttempt(request.attempt);
  const gate = await store.askedGate(request.id);
  const ungated = Boolean(request.plan?.exact) && !gate;
  if (ungated) {
    logger.warn(
      `Atlantis applied request ${request.id} without asking whether its plan is approved: another workflow than the starter's ran. Until an apply asks again, Backlot plans before each.`,
    );
  }
  await logs.save(request.id, 'apply', input.log);
  const applied = await store.transition(request, {
    event: 'apply',
    actor: { role: 'task' },
    by: `task:${attempt.task}`,
    detail: { gate },
    reason: ungated
      ? 'Atlantis did not ask the gate whether this plan is approved.'
      : undefined,
    patch: {
      machine: input.machine && {
        source: request.spec.source,
        ...input.machine,
      },
    },
    wakeAt: isoAfter(clock, lookEvery),
  });
  context.changed(request.id);
  return applied;
}

async function merge(
  context: LedgerContext,
  request: StoredRequest,
): Promise<StoredRequest> {
  const { store, peers } = context;
  const { pullRequest, plan } = request;
  if (!pullRequest || !plan) {
    throw new ConflictError(
      `Request ${request.id} has no pull request to merge.`,
    );
  }
  if (pullRequest.merged) {
    return request;
  }
  await peers.forge.merge({
    repository: request.repository,
    number: pullRequest.number,
    branch: request.branch,
    commit: plan.commit,
  });
  const { task } = await store.getAttempt(request.attempt);
  return store.record(request, {
    type: 'merged',
    by: `task:${task}`,
    detail: { number: pullRequest.number },
    patch: { pullRequest: { ...pullRequest, merged: true } },
  });
}

/**
 * What is left once the plan is applied. The parts need nothing of each other, so none waits for
 * another; when one fails, the other is done all the same.
 */
async function settle(
  context: LedgerContext,
  request: StoredRequest,
): Promise<{ request: StoredRequest; machine: RequestMachine }> {
  const parts = [
    merge(context, request),
    operationOf(request).settle(context, request),
  ] as const;
  await Promise.allSettled(parts);
  const [merged, machine] = await Promise.all(parts);
  return { request: merged, machine };
}

async function finish(
  context: LedgerContext,
  request: StoredRequest,
  machine: RequestMachine,
): Promise<StoredRequest> {
  const { store, clock } = context;
  const attempt = await store.getAttempt(request.attempt);
  const done = await store.transition(request, {
    event: 'complete',
    actor: { role: 'task' },
    by: `task:${attempt.task}`,
    detail: { machine: machine.id },
    removeBranchAt: clock.now().toISOString(),
    ...operationOf(request).complete(context, request, machine),
  });
  context.changed(request.id);
  return done;
}

/**
 * Ends a request whose plan was applied: pull request merged, and what follows its operation. Each
 * part looks first, so that all of it can be repeated.
 *
 * @throws ServiceUnavailableError while the inventory does not show yet what was done; repeat it then
 */
export async function complete(
  given: LedgerContext,
  input: AttemptRef & { machine?: AppliedMachine; log: string },
): Promise<{ state: RequestState; machine: RequestMachine; url: string }> {
  const url = pageOf(input.request);
  return withWork(given, input.request, async context => {
    const { store, clock } = context;
    const known = await store.get(input.request);
    if (
      known.state === 'done' &&
      known.attempt === input.attempt &&
      known.machine
    ) {
      return { state: known.state, machine: known.machine, url };
    }
    let request = await requestOfAttempt(context, input);
    if (request.state === 'applying') {
      request = await recordApply(context, request, input);
    }
    const settled = await settle(context, request).catch(async error => {
      // Nothing is in the way: the backend shuts down, or the lease was lost.
      context.signal.throwIfAborted();
      const current = await store.get(input.request);
      await noteSetback(context, current, error, {
        wakeAt: current.wakeAt ?? isoAfter(clock, lookEvery),
        setbacks: current.setbacks,
      });
      throw error;
    });
    const { machine } = settled;
    const { state } = await finish(context, settled.request, machine);
    return { state, machine, url };
  });
}
