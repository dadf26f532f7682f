import { CapacityTrend, TooLittleHistory } from './CapacityForecast';
import { CapacityDay } from './CapacityHistory';
import { addDays, daysBetween } from './calendarDays';
import { theilSen } from './theilSen';

/**
 * How many days back a trend looks: what was longer ago says little of the pace of today.
 *
 * @public
 */
export const CAPACITY_TREND_DAYS = 90;

/**
 * With how many measured days there is a trend: two weeks, so that each day of the week counts
 * twice.
 *
 * @public
 */
export const CAPACITY_TREND_LEAST_DAYS = 14;

/**
 * The trend of what is used and reserved, by the days of the last {@link CAPACITY_TREND_DAYS} until
 * today.
 *
 * @param days - in any order; each day once
 * @public
 */
export function capacityTrend(
  days: readonly Pick<CapacityDay, 'day' | 'used' | 'reserved'>[],
  options: { today: string },
): CapacityTrend | TooLittleHistory {
  const { today } = options;
  const first = addDays(today, 1 - CAPACITY_TREND_DAYS);
  const recent = days
    .filter(({ day }) => day >= first && day <= today)
    .sort((one, other) => (one.day < other.day ? -1 : 1));
  const last = recent.at(-1);
  if (!last || recent.length < CAPACITY_TREND_LEAST_DAYS) {
    return {
      state: 'too-little-history',
      days: recent.length,
      daysNeeded: CAPACITY_TREND_LEAST_DAYS,
    };
  }
  const points = recent.map(({ day, used, reserved }) => ({
    x: daysBetween(last.day, day),
    y: used + reserved,
  }));
  const line = theilSen(points);
  const distances = points
    .map(({ x, y }) => Math.abs(y - line.intercept - line.slope * x))
    .sort((one, other) => one - other);
  return {
    from: last.day,
    level: line.intercept,
    perDay: line.slope,
    perDayLow: line.slopeLow,
    perDayHigh: line.slopeHigh,
    spread: distances[Math.ceil(distances.length * 0.9) - 1],
  };
}

/**
 * Where the trend and the edges of its band are on a day.
 *
 * @param day - `trend.from` or later
 * @public
 */
export function capacityTrendAt(
  trend: CapacityTrend,
  day: string,
): { low: number; value: number; high: number } {
  const days = daysBetween(trend.from, day);
  return {
    low: trend.level - trend.spread + trend.perDayLow * days,
    value: trend.level + trend.perDay * days,
    high: trend.level + trend.spread + trend.perDayHigh * days,
  };
}
