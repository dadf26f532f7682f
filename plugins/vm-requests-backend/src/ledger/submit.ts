import { ConflictError, InputError } from '@backstage/errors';
import { Plan, RequestState } from '@backlot/plugin-vm-requests-common';
import { AttemptRef } from '@backlot/plugin-vm-requests-node';
import { findSurprise } from '../batches/findSurprise';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { requestOfAttempt } from './holdsAttempt';
import { LedgerContext, pageOf } from './LedgerContext';
import { nameOf } from './nameOf';

function checkPlan(
  { operations }: LedgerContext,
  request: StoredRequest,
  plan: Plan,
): void {
  if (!request.pullRequest) {
    throw new ConflictError(
      `Request ${request.id} has no pull request yet, so it cannot have a plan.`,
    );
  }
  if (plan.commit !== request.pullRequest.commit) {
    throw new ConflictError(
      `The plan is of commit ${plan.commit}, but the request's pull request was opened with ${request.pullRequest.commit}: somebody pushed to its branch.`,
    );
  }
  operations.planned(request).checkPlan(plan, request);
}

/** Whether what is handed in is what is waited for: the plan, or none where nothing is planned. */
function checkHandedIn(
  context: LedgerContext,
  request: StoredRequest,
  plan: Plan | undefined,
): void {
  if (request.needsPlan !== (plan !== undefined)) {
    throw new InputError(
      request.needsPlan
        ? `Request ${request.id} needs a plan: pass all that atlantis:plan outputs.`
        : `Request ${request.id} has no plan: it changes nothing that Terraform manages. Leave the plan out.`,
    );
  }
  if (plan) {
    checkPlan(context, request, plan);
  }
}

/** Approves by policy what no person needs to decide. */
export async function approveByPolicy(
  context: LedgerContext,
  request: StoredRequest,
): Promise<StoredRequest> {
  const { store, clock } = context;
  const now = clock.now().toISOString();
  const approved = await store.transition(request, {
    event: 'approve',
    actor: { role: 'policy' },
    by: 'policy',
    patch: {
      decision: {
        by: 'policy',
        at: now,
        approved: true,
        digest: request.plan?.digest,
      },
    },
    wakeAt: now,
  });
  context.changed(request.id);
  return approved;
}

/**
 * Who decides on what was not expected, which policy alone does not approve.
 *
 * @throws InputError where nobody could
 */
function decidersOn(
  { settings }: LedgerContext,
  { fqdn }: StoredRequest,
  surprise: string,
): string[] {
  if (settings.platformTeam.length === 0) {
    throw new InputError(
      `${fqdn} is not what was expected, and nobody could approve it: name a platform team (vmRequests.platformTeam). ${surprise}`,
    );
  }
  return settings.platformTeam;
}

/**
 * Records the plan, where one is needed; policy approves, or the request waits for a person. Repeating
 * it changes nothing.
 */
export async function submit(
  context: LedgerContext,
  input: AttemptRef & { plan?: Plan },
): Promise<{ state: RequestState; url: string }> {
  const { store, clock, settings, operations } = context;
  const url = pageOf(input.request);
  const known = await store.get(input.request);
  const attempt = await store.getAttempt(input.attempt);
  if (
    attempt.request === known.id &&
    attempt.purpose === 'prepare' &&
    attempt.endedAt &&
    known.plan?.digest === input.plan?.digest &&
    known.plan?.commit === input.plan?.commit &&
    !known.endsAs
  ) {
    return { state: known.state, url };
  }
  const request = await requestOfAttempt(context, input);
  checkHandedIn(context, request, input.plan);
  const surprise = await findSurprise(context, request, input.plan);
  const approvers =
    surprise !== undefined && request.approvers.length === 0
      ? decidersOn(context, request, surprise)
      : request.approvers;
  const waits = approvers.length > 0;
  const planned = await store.transition(request, {
    event: 'submit',
    actor: { role: 'task' },
    by: `task:${attempt.task}`,
    detail: input.plan && {
      digest: input.plan.digest,
      commit: input.plan.commit,
    },
    patch: { plan: input.plan, approvers, message: surprise },
    wakeAt: isoAfter(clock, waits ? settings.expiry : 0),
    // Of a batch, approvers are told once, when all of it is planned.
    notifications:
      waits && !request.batch
        ? [
            {
              recipients: approvers,
              title: `${request.fqdn} waits for approval`,
              description: `${nameOf(request.requestedBy)} ${
                operations.of(request).words.asks
              }${
                request.requestedFor
                  ? ` for ${nameOf(request.requestedFor)}`
                  : ''
              } in ${
                settings.policy.environments[request.environment]?.title ??
                request.environment
              }: ${request.purpose}`,
              severity: 'normal',
            },
          ]
        : [],
  });
  context.changed(request.id);
  const { state } = waits ? planned : await approveByPolicy(context, planned);
  return { state, url };
}
