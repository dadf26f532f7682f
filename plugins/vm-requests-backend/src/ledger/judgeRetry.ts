import { RetryProspect } from '@backlot/plugin-vm-requests-common';
import {
  RequestPatch,
  RetryCheck,
  StoredRequest,
} from '../database/StoredRequest';

function wordsOf({ summary }: RetryCheck): string {
  return summary
    ? ` (${summary.add} to add, ${summary.change} to change, ${summary.destroy} to destroy)`
    : '';
}

/** Whether something may be half made of a request that is about to wait for a person. */
export function isToBeChecked({
  state,
  mayExist,
}: Pick<StoredRequest, 'state' | 'mayExist'>): boolean {
  return state === 'applying' || (state === 'approved' && mayExist);
}

/**
 * What a transition to waiting for a person brings besides: where something may be half made and a
 * plan is approved, recovery plans at once to see whether a retry can succeed.
 */
export function checkOfRetry(
  request: StoredRequest,
  patch: RequestPatch,
  now: Date,
): { patch: RequestPatch; wakeAt?: string } {
  return isToBeChecked(request)
    ? {
        patch: {
          ...patch,
          retryCheck: { attempt: request.attempt, finds: 'pending' },
        },
        wakeAt: now.toISOString(),
      }
    : { patch };
}

/** Whether recovery is planning to see whether a retry can succeed, or about to. */
export function isBeingChecked({
  state,
  phase,
  attempt,
  retryCheck,
}: Pick<StoredRequest, 'state' | 'phase' | 'attempt' | 'retryCheck'>): boolean {
  return (
    state === 'applying' &&
    phase === 'held' &&
    retryCheck?.attempt === attempt &&
    retryCheck.finds === 'pending'
  );
}

const underway: RetryProspect = {
  possible: false,
  why: 'Backlot is planning to see whether a retry can succeed. Look again in a minute.',
};

type Subject = Pick<
  StoredRequest,
  'state' | 'phase' | 'attempt' | 'decision' | 'retryCheck' | 'mayExist'
>;

/** Why nothing of an approval can be tried again, by what a plan made since says. */
function whyNot(
  { decision, mayExist }: Subject,
  check: RetryCheck | undefined,
  canRollBack: boolean,
): string | undefined {
  let orElse = canRollBack ? ', or roll back' : '';
  if (!mayExist) {
    orElse = ', or cancel the request: nothing of it is applied';
  }
  if (check?.finds === 'machine-gone') {
    return 'There is no machine to change any more, so a retry would be refused. Cancel the request, and decommission the machine; or plan anew once it is back.';
  }
  if (
    check?.finds === 'second-machine' ||
    check?.finds === 'machine-unmanaged'
  ) {
    return check.why;
  }
  if (!decision?.approved) {
    return `Nobody approved the plan that took the place of the one that failed, so there is nothing to retry. Plan anew${orElse}.`;
  }
  return check?.finds === 'other-plan'
    ? `The plan is no longer the approved one${wordsOf(
        check,
      )}, so a retry would be refused. Plan anew to have the new one approved${orElse}.`
    : undefined;
}

/**
 * Whether trying a request again can succeed, by what a plan made since its failure says. The retry
 * applies the approved plan and no other.
 *
 * @param canRollBack - whether its operation can be taken back
 * @returns undefined unless the request waits for a person, or is planned anew
 */
export function judgeRetry(
  request: Subject,
  canRollBack: boolean,
): RetryProspect | undefined {
  const { state, phase, attempt, retryCheck } = request;
  if (phase === 'planning') {
    return {
      possible: false,
      why: 'Backlot is planning anew. Another plan than the approved one goes to the approvers.',
    };
  }
  if (phase !== 'held') {
    return undefined;
  }
  if (state !== 'applying') {
    return { possible: true };
  }
  if (isBeingChecked(request)) {
    return underway;
  }
  const why = whyNot(
    request,
    retryCheck?.attempt === attempt ? retryCheck : undefined,
    canRollBack,
  );
  return why === undefined ? { possible: true } : { possible: false, why };
}
