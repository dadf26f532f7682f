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

/**
 * What a transition to waiting for a person brings besides: where something may be half made,
 * recovery plans at once to see whether a retry can succeed.
 */
export function checkOfRetry(
  { state, attempt }: Pick<StoredRequest, 'state' | 'attempt'>,
  patch: RequestPatch,
  now: Date,
): { patch: RequestPatch; wakeAt?: string } {
  return state === 'applying'
    ? {
        patch: { ...patch, retryCheck: { attempt, finds: 'pending' } },
        wakeAt: now.toISOString(),
      }
    : { patch };
}

/**
 * Whether trying a request again can succeed, by what a plan made since its failure says. The retry
 * applies the approved plan and no other.
 *
 * @returns undefined unless the request waits for a person
 */
export function judgeRetry({
  state,
  phase,
  attempt,
  retryCheck,
}: Pick<StoredRequest, 'state' | 'phase' | 'attempt' | 'retryCheck'>):
  | RetryProspect
  | undefined {
  if (phase !== 'held') {
    return undefined;
  }
  if (state !== 'applying' || retryCheck?.attempt !== attempt) {
    return { possible: true };
  }
  switch (retryCheck.finds) {
    case 'pending':
      return {
        possible: false,
        why: 'Backlot is planning to see whether a retry can succeed. Look again in a minute.',
      };
    case 'other-plan':
      return {
        possible: false,
        why: `The plan is no longer the approved one${wordsOf(
          retryCheck,
        )}, so a retry would be refused. Roll it back, and request the machine again.`,
      };
    default:
      return { possible: true };
  }
}
