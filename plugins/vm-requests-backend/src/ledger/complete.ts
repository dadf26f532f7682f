import { ConflictError, InputError } from '@backstage/errors';
import { withCause } from '@backlot/backend-common';
import {
  environmentOf,
  isEmptyPlan,
  RequestMachine,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { AttemptRef } from '@backlot/plugin-vm-requests-node';
import { isoAfter } from '../clock';
import { NotificationInput, StoredRequest } from '../database/StoredRequest';
import { createOperationContext } from '../operations/createOperationContext';
import { startOfWatch } from '../guest/watchGuest';
import { requestOfAttempt } from './holdsAttempt';
import { LedgerContext, lookEvery, pageOf } from './LedgerContext';
import { noteSetback } from './noteSetback';
import { askers } from './notices';
import { quotaCheck } from './quotaCheck';
import { withWork } from './withWork';

/**
 * For which the files of a machine that has ended stay in Git while others end, so that one pull
 * request removes those of all: whoever is the last to end removes them at once.
 */
const gatherRemovalsFor = 60_000;

/**
 * A machine that is to end has to be seen to be gone where Atlantis applied without having asked the
 * gate: it had nothing to apply, because the machine was destroyed before, or because Terraform's state
 * no longer knows it.
 *
 * @throws ConflictError when the inventory goes on showing the machine: a person has to choose
 * @throws ServiceUnavailableError while the inventory cannot say
 */
async function checkEnded(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, operations, peers } = context;
  const { id, machine, name, fqdn, spec, attempt } = request;
  if (operations.of(request).lifecycle.done !== 'gone' || !machine) {
    return;
  }
  const { claimedAt } = await store.getAttempt(attempt);
  if (await store.askedGate(id, claimedAt)) {
    return;
  }
  let stands = false;
  const isGone = async () => {
    const seen = await peers.inventory.look({ ...machine, name });
    stands = seen.live && seen.machine !== undefined;
    return (seen.live && !seen.machine) || undefined;
  };
  try {
    await createOperationContext(context).lookUntil(
      isGone,
      `The inventory of ${spec.source} does not say that ${fqdn} (${machine.id}) is gone, and Terraform found nothing to destroy.`,
    );
  } catch (error) {
    context.signal.throwIfAborted();
    if (!stands) {
      throw error;
    }
    throw withCause(
      new ConflictError(
        `Terraform found nothing to destroy, and ${spec.source} still shows ${fqdn} (${machine.id}).`,
      ),
      error,
    );
  }
}

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
  const { plan } = request;
  const ungated = plan?.exact && !gate && !isEmptyPlan(plan);
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
      machine:
        request.machine || !input.machine
          ? undefined
          : { source: request.spec.source, ...input.machine },
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
    stack: request.stack,
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
): Promise<{
  request: StoredRequest;
  machine: RequestMachine;
  news?: string;
}> {
  if (!request.needsPlan) {
    if (!request.machine) {
      throw new ConflictError(
        `Request ${request.id} does not say which machine it is about.`,
      );
    }
    return { request, machine: request.machine };
  }
  const parts = [
    merge(context, request),
    context.operations
      .planned(request)
      .settle(createOperationContext(context), request),
  ] as const;
  await Promise.allSettled(parts);
  const [merged, settled] = await Promise.all(parts);
  return { request: merged, ...settled };
}

/** Tells requester and owner that it is done, and what came of it. */
function newsOf(
  request: StoredRequest,
  done: string,
  news: (string | undefined)[],
): NotificationInput {
  return {
    recipients: [...new Set([...askers(request), request.owner])],
    title: `${request.fqdn} ${done}`,
    description: news.filter(Boolean).join(' ') || undefined,
    severity: 'normal',
    about: 'machine',
  };
}

async function finish(
  context: LedgerContext,
  {
    request,
    machine,
    news,
  }: { request: StoredRequest; machine: RequestMachine; news?: string },
): Promise<StoredRequest> {
  const { store, clock, settings, operations, machineHooks } = context;
  const { outcome, words } = operations.of(request);
  const {
    watchesGuest,
    releasesAddress,
    removesDirectory,
    callsHooks: event,
    ...end
  } = outcome(request, clock.now());
  const kept = end.machine ?? request.terms.machine;
  const environment = environmentOf(settings.policy, request.environment);
  const attempt = await store.getAttempt(request.attempt);
  const othersEnd =
    removesDirectory && (await store.areOthersUnderWay(request));
  const done = await store.transition(request, {
    event: 'complete',
    actor: { role: 'task' },
    by: `task:${attempt.task}`,
    detail: { machine: machine.id, ...(news !== undefined && { news }) },
    patch: {
      machine,
      message: news,
      guest: watchesGuest ? startOfWatch(context, request) : undefined,
    },
    machine: kept,
    admit:
      environment && kept?.owner !== undefined
        ? quotaCheck(environment, kept.owner)
        : undefined,
    removeAddressAt: releasesAddress
      ? isoAfter(clock, settings.quarantine)
      : undefined,
    removeDirectoryAt: removesDirectory
      ? isoAfter(clock, othersEnd ? gatherRemovalsFor : 0)
      : undefined,
    watchGuestAt: watchesGuest ? isoAfter(clock, lookEvery) : undefined,
    hookCalls:
      event && machineHooks.list().map(({ id }) => ({ hook: id, event })),
    notifications: [newsOf(request, words.done, [end.news, news])],
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
    const noteFailure = async (error: unknown): Promise<never> => {
      // Nothing is in the way: the backend shuts down, or the lease was lost.
      context.signal.throwIfAborted();
      const current = await store.get(input.request);
      await noteSetback(context, current, error, {
        wakeAt: current.wakeAt ?? isoAfter(clock, lookEvery),
        setbacks: current.setbacks,
      });
      throw error;
    };
    let request = await requestOfAttempt(context, input);
    if (request.state === 'applying') {
      await checkEnded(context, request).catch(noteFailure);
      request = await recordApply(context, request, input);
    }
    const settled = await settle(context, request).catch(noteFailure);
    const { state } = await finish(context, settled);
    return { state, machine: settled.machine, url };
  });
}
