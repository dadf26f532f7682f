import { NotAllowedError } from '@backstage/errors';
import { applyWaitOf } from '../changeTimes/applyWait';
import { StoredRequest } from '../database/StoredRequest';
import { findHindrance } from '../operations/findHindrance';
import { LedgerContext } from './LedgerContext';
import { stackOf } from './stackOf';

/** What Atlantis is about to apply. */
export interface GateQuery {
  repository: string;
  pull: number;
  directory: string;
  workspace: string;
  commit: string;
  digest: string;
}

/**
 * Why an Atlantis that asks is not that of the request's stack, in words for its log; undefined where it
 * is. Directories and pull requests of two stacks may have the same names.
 *
 * @param asker - subject of the token that it asks with
 */
function strangerTo(
  { settings }: LedgerContext,
  { id, stack: name }: StoredRequest,
  { workspace }: GateQuery,
  asker: string,
): string | undefined {
  const stack = stackOf(settings, name);
  if (stack.gateSubject !== undefined && asker !== stack.gateSubject) {
    return `Request ${id} is of the stack ${name}, whose Atlantis asks with a token of ${stack.gateSubject}, and this one is of ${asker}.`;
  }
  return workspace === stack.workspace
    ? undefined
    : `Request ${id} is of the stack ${name}, which is in Terraform's workspace ${stack.workspace}, and ${workspace} would be applied.`;
}

/** Whether a task or a roll-back is applying something that was chosen. */
function isApplying({ state, phase, decision }: StoredRequest): boolean {
  return (
    state === 'rolling-back' ||
    (phase === 'running' && decision?.approved === true)
  );
}

function allowedOf(request: StoredRequest): {
  commit?: string;
  digest?: string;
} {
  return request.state === 'rolling-back'
    ? { commit: request.rollBack?.commit, digest: request.rollBack?.digest }
    : { commit: request.plan?.commit, digest: request.decision?.digest };
}

/**
 * Lets through exactly the plan that was approved, or chosen for a roll-back, while it is being
 * applied, and writes down that it was asked for.
 *
 * @param asker - subject of the token that Atlantis asks with
 * @throws NotAllowedError in words for Atlantis' log
 * @throws ConflictError when something else was applied to the machine since it was planned, or its
 *   stack is not in the configuration any more
 */
export async function checkGate(
  context: LedgerContext,
  query: GateQuery,
  asker: string,
): Promise<void> {
  const active = (await context.store.listInApply(query)).filter(
    ({ pullRequest }) => pullRequest?.number === query.pull,
  );
  const strange = active.map(each => strangerTo(context, each, query, asker));
  const request = active.find((_, index) => strange[index] === undefined);
  const stranger = strange.find(words => words !== undefined);
  if (!request && stranger !== undefined) {
    throw new NotAllowedError(`${stranger} Nothing was applied.`);
  }
  if (!request || !isApplying(request)) {
    throw new NotAllowedError(
      `Backlot is not applying ${query.directory} of pull request ${query.pull} in ${query.repository} now. Approve the request on its page; nothing was applied.`,
    );
  }
  const allowed = allowedOf(request);
  if (allowed.commit !== query.commit) {
    throw new NotAllowedError(
      `Request ${request.id} was approved for commit ${allowed.commit}, but ${query.commit} would be applied. Somebody pushed to the branch; nothing was applied.`,
    );
  }
  if (allowed.digest !== query.digest) {
    throw new NotAllowedError(
      `Request ${request.id} was approved for the plan ${allowed.digest}, but ${query.digest} would be applied. What the plan is made from has changed since; nothing was applied.`,
    );
  }
  const { settings, clock } = context;
  const wait =
    request.state === 'rolling-back'
      ? undefined
      : applyWaitOf(settings.policy, request, clock.now());
  if (wait) {
    throw new NotAllowedError(
      `Request ${request.id} may not be applied now. ${wait.why} Nothing was applied.`,
    );
  }
  const hindrance =
    request.state === 'rolling-back'
      ? undefined
      : await findHindrance(context, request);
  if (hindrance) {
    throw new NotAllowedError(`${hindrance} Nothing was applied.`);
  }
  await context.store.passGate(request, {
    commit: query.commit,
    digest: query.digest,
    // A roll-back goes back to what was applied last, whatever that is.
    needsGeneration: request.state !== 'rolling-back',
  });
}
