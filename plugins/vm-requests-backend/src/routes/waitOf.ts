import { RequestWait, waitsFor } from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { describeObstacle } from '../ledger/obstruction';

type Waiting = Pick<
  StoredRequest,
  | 'state'
  | 'phase'
  | 'approvers'
  | 'obstruction'
  | 'mayExist'
  | 'message'
  | 'updatedAt'
  | 'applyWait'
>;

const whoChooses =
  'the requester, the owner or the platform team chooses what happens next.';

function whyItIsHeld(
  { state, mayExist }: Waiting,
  halfApplied: string,
): string {
  if (state === 'applied') {
    return 'What is left to do could not be finished: the requester, the owner or the platform team retries it.';
  }
  return state === 'approved' || !mayExist
    ? `Nothing of it is applied, and nothing goes on by itself: ${whoChooses}`
    : `${halfApplied}, so nothing goes on by itself: ${whoChooses}`;
}

/**
 * Why a request stands still, for whoever may see it; undefined while it does not.
 *
 * @param halfApplied - what may be true of its machine once an apply has failed
 */
export function waitOf(
  request: Waiting,
  halfApplied: string,
): RequestWait | undefined {
  const { state, phase, approvers, obstruction, message, updatedAt } = request;
  const kind = waitsFor({
    state,
    phase,
    needsApproval: approvers.length > 0,
    obstacle: obstruction?.obstacle,
  });
  switch (kind) {
    case undefined:
      return undefined;
    case 'approval':
      return {
        for: kind,
        since: updatedAt,
        why: 'An approver decides on the plan.',
      };
    case 'start':
      return {
        for: kind,
        since: updatedAt,
        why: request.applyWait?.why ?? 'It waits for the time of its apply.',
      };
    case 'requester':
      return {
        for: kind,
        since: updatedAt,
        why: message ?? 'An approver requested changes.',
      };
    case 'person':
      return {
        for: kind,
        since: updatedAt,
        why: whyItIsHeld(request, halfApplied),
      };
    default:
      return {
        for: kind,
        since: obstruction?.since ?? updatedAt,
        why: [
          obstruction?.why ?? describeObstacle(kind),
          ...(obstruction?.told ? ['The platform team has been told.'] : []),
        ].join(' '),
      };
  }
}
