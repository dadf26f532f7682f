import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from './LedgerContext';
import { standsStill } from './notices';
import { setbackOf } from './obstruction';

/**
 * Writes down what keeps the work on a request from going on, and tells the platform team once it
 * has lasted a while.
 */
export async function noteSetback(
  context: LedgerContext,
  request: StoredRequest,
  error: unknown,
  next: { wakeAt: string; setbacks: number },
): Promise<void> {
  const { store, clock, settings } = context;
  const { obstruction, tell } = setbackOf(
    error,
    request.obstruction,
    clock.now(),
  );
  const notifications =
    obstruction && tell
      ? standsStill(
          settings,
          request,
          obstruction.obstacle,
          obstruction.cause ?? obstruction.why,
        )
      : [];
  await store.postpone(request, {
    ...next,
    obstruction: obstruction
      ? {
          ...obstruction,
          told: obstruction.told && settings.platformTeam.length > 0,
        }
      : null,
    notifications,
  });
  if (obstruction?.obstacle !== request.obstruction?.obstacle) {
    context.changed(request.id);
  }
}
