import { HumanDuration } from '@backstage/types';
import { DateTime } from 'luxon';

/** Days of a time zone; their lengths differ where clocks are put forward and back. */
export interface InTimeZone {
  timeZone: string;
}

function toIso(time: DateTime): string {
  return time.toJSDate().toISOString();
}

/** The end of the day some time after a moment, ISO 8601 in UTC. */
export function endAfter(
  moment: Date,
  { duration, timeZone }: InTimeZone & { duration: HumanDuration },
): string {
  return toIso(
    DateTime.fromJSDate(moment, { zone: timeZone }).plus(duration).endOf('day'),
  );
}

/** The end of a day such as `2027-03-12`, ISO 8601 in UTC. */
export function endOfDay(day: string, { timeZone }: InTimeZone): string {
  return toIso(DateTime.fromISO(day, { zone: timeZone }).endOf('day'));
}

/** The same time of day some time before a moment. */
export function before(
  iso: string,
  { duration, timeZone }: InTimeZone & { duration: HumanDuration },
): string {
  return toIso(DateTime.fromISO(iso, { zone: timeZone }).minus(duration));
}

/** The same time of day some time after a moment. */
export function after(
  iso: string,
  { duration, timeZone }: InTimeZone & { duration: HumanDuration },
): string {
  return toIso(DateTime.fromISO(iso, { zone: timeZone }).plus(duration));
}

/** A day in words, e.g. `12 March 2027`. */
export function dayInWords(iso: string, { timeZone }: InTimeZone): string {
  return DateTime.fromISO(iso, { zone: timeZone })
    .setLocale('en')
    .toFormat('d LLLL yyyy');
}
