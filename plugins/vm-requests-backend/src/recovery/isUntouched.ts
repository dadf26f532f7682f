import {
  comparePlans,
  Plan,
  PlanItemComparison,
} from '@backlot/plugin-vm-requests-common';
import { RequestOperation } from '@backlot/plugin-vm-requests-node';
import { StoredRequest } from '../database/StoredRequest';
import { judgePlan } from './judgePlan';

/** Whether a plan would still do all that an earlier one would have done to a thing, from where it was. */
function isStillToDo(item: PlanItemComparison): boolean {
  switch (item.is) {
    case 'gone':
      return false;
    case 'other':
      // What does not belong to it may have changed besides.
      return (
        item.facts.length === 0 &&
        item.values.every(({ before }) => before === undefined)
      );
    default:
      return true;
  }
}

/**
 * Whether nothing of an operation on a machine is applied, by a plan that is made once no job works on
 * it any more: all that was approved is still to do. Of a new machine no plan can say so, because
 * Terraform's state may not know yet what was made.
 */
export function isUntouched(
  request: Pick<StoredRequest, 'plan' | 'decision' | 'replaced'>,
  { change }: Pick<RequestOperation, 'change'>,
  now: Plan,
): boolean {
  const { plan, decision, replaced } = request;
  if (!change || !plan || !decision?.approved) {
    return false;
  }
  if (replaced && replaced.mayExist !== false) {
    return false;
  }
  if (judgePlan(request, now) === 'approved-plan') {
    return true;
  }
  return (
    plan.exact &&
    now.exact &&
    plan.changes.length > 0 &&
    comparePlans(plan, now)
      .filter(({ section }) => section === 'changes')
      .every(isStillToDo)
  );
}
