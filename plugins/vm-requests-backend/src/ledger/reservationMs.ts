import { applyWaitOf, Timed } from '../changeTimes/applyWait';
import { LedgerContext } from './LedgerContext';

/** The inventory keeps room no longer. */
const longestMs = 30 * 24 * 3_600_000;

/**
 * How long room is kept for a request: as long as for any, and besides until its start, or until
 * policy lets it be applied.
 */
export function reservationMs(
  { settings, clock }: Pick<LedgerContext, 'settings' | 'clock'>,
  request: Timed,
): number {
  const now = clock.now();
  const { at } = applyWaitOf(settings.policy, request, now) ?? {};
  const waits = at === undefined ? 0 : Date.parse(at) - now.getTime();
  return Math.min(settings.reservation + waits, longestMs);
}
