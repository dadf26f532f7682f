import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from './LedgerContext';

/** Whether what was approved was planned so long ago that it is planned anew before it is applied. */
export async function hasOldPlan(
  { store, settings, clock }: LedgerContext,
  request: StoredRequest,
): Promise<boolean> {
  if (request.state !== 'approved' || !request.plan) {
    return false;
  }
  const planned = await store.plannedAt(request.id);
  return (
    planned !== undefined &&
    Date.parse(planned) + settings.planAge < clock.now().getTime()
  );
}
