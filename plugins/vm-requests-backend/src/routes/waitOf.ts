import { RequestWait, waitsFor } from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { describeObstacle } from '../ledger/obstruction';

type Waiting = Pick<
  StoredRequest,
  'state' | 'phase' | 'approvers' | 'obstruction' | 'message' | 'updatedAt'
>;

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
        why: 'Part of the machine may exist, so nothing goes on by itself: the requester, the owner or the platform team chooses what happens next.',
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
