import { DateTime } from 'luxon';
import { timeWords } from '../timeWords';

/** How near an end is before it is pointed out. */
const NEAR_DAYS = 14;

/**
 * When a machine ends, as its reader's clock says, and how much of that is left.
 *
 * @param zone - of the reader; the browser's, where absent
 */
export function endWords(
  endsAt: string,
  now: Date,
  zone?: string,
): { when: string; left: string; isNear: boolean } {
  const end = DateTime.fromISO(endsAt, { zone, locale: 'en' });
  const today = DateTime.fromJSDate(now, { zone });
  const days = Math.round(
    end.startOf('day').diff(today.startOf('day'), 'days').days,
  );
  let left = `in ${days} days`;
  if (end <= today) {
    left = 'over';
  } else if (days === 0) {
    left = 'today';
  } else if (days === 1) {
    left = 'tomorrow';
  }
  return {
    when: timeWords(endsAt, zone),
    left,
    isNear: days <= NEAR_DAYS,
  };
}
