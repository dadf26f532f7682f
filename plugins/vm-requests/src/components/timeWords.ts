import { DateTime } from 'luxon';

/**
 * A moment as its reader's clock says it, e.g. `3 December 2026, 08:00 CET`.
 *
 * @param zone - of the reader; the browser's, where absent
 */
export function timeWords(iso: string, zone?: string): string {
  return DateTime.fromISO(iso, { zone, locale: 'en' }).toFormat(
    'd LLLL yyyy, HH:mm ZZZZ',
  );
}
