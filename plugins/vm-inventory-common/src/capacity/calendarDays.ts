const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The calendar day of a moment, in UTC.
 *
 * @param ms - milliseconds since 1970
 * @returns e.g. `2027-03-14`
 * @public
 */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/**
 * The day so many days later.
 *
 * @param day - e.g. `2027-03-14`
 * @param days - may be negative
 * @public
 */
export function addDays(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_MS);
}

/**
 * Number of days from one day to another; negative when the other is earlier.
 *
 * @public
 */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
