import { isEmptyPlan, Plan } from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';

/** What a retry would come to, by a plan that is made now. */
export function judgePlan(
  { plan, decision }: Pick<StoredRequest, 'plan' | 'decision'>,
  now: Plan,
): 'nothing-to-do' | 'approved-plan' | 'other-plan' {
  if (isEmptyPlan(now)) {
    return 'nothing-to-do';
  }
  return decision?.approved &&
    now.commit === plan?.commit &&
    now.digest === decision.digest
    ? 'approved-plan'
    : 'other-plan';
}
