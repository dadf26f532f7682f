import {
  RequestState,
  RequestWait,
  waitsFor,
} from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { describeObstacle } from '../ledger/obstruction';

type Waiting = Pick<
  StoredRequest,
  'state' | 'phase' | 'approvers' | 'obstruction' | 'message' | 'updatedAt'
>;

const whoChooses =
  'the requester, the owner or the platform team chooses what happens next.';

const whyItIsHeld: Partial<Record<RequestState, string>> = {
  approved: `Nothing exists yet, and nothing goes on by itself: ${whoChooses}`,
  applying: `Part of the machine may exist, so nothing goes on by itself: ${whoChooses}`,
  applied:
    'The machine exists, but what follows could not be finished: the requester, the owner or the platform team retries it.',
};

/** Why a request stands still, for whoever may see it; undefined while it does not. */
export function waitOf(request: Waiting): RequestWait | undefined {
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
        why: whyItIsHeld[state] ?? whyItIsHeld.applying!,
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
