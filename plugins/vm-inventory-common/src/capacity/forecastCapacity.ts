import { Room } from './Capacity';
import {
  CapacityForecast,
  CapacityTrend,
  TooLittleHistory,
} from './CapacityForecast';
import { addDays, daysBetween } from './calendarDays';

/**
 * How many days ahead a forecast looks. A trend of some months says nothing of later.
 *
 * @public
 */
export const CAPACITY_FORECAST_DAYS = 730;

/**
 * When a room is full if the trend goes on, with what may be given away as it is now.
 *
 * @param room - as it is now
 * @param trend - of the same resource, from `capacityTrend`
 * @public
 */
export function forecastCapacity(
  room: Pick<Room, 'allowed' | 'free'>,
  trend: CapacityTrend | TooLittleHistory,
  options: { today: string },
): CapacityForecast {
  const { today } = options;
  if (room.free <= 0) {
    return 'state' in trend ? { state: 'full' } : { state: 'full', trend };
  }
  if ('state' in trend) {
    return trend;
  }
  const { from, level, spread } = trend;
  const horizon = addDays(today, CAPACITY_FORECAST_DAYS);
  const dayAt = (start: number, perDay: number): string | undefined => {
    const tomorrow = daysBetween(from, today) + 1;
    const missing = room.allowed - start;
    if (missing > 0 && perDay <= 0) {
      return undefined;
    }
    const days = missing <= 0 ? tomorrow : Math.ceil(missing / perDay);
    return days <= daysBetween(from, horizon)
      ? addDays(from, Math.max(days, tomorrow))
      : undefined;
  };
  const earliest = dayAt(level + spread, trend.perDayHigh);
  const day = dayAt(level, trend.perDay);
  if (day !== undefined) {
    const latest = dayAt(level - spread, trend.perDayLow);
    return {
      state: 'fills',
      day,
      earliest: earliest ?? day,
      ...(latest !== undefined && { latest }),
      trend,
    };
  }
  if (trend.perDayHigh < 0) {
    return { state: 'shrinking', trend };
  }
  return {
    state: 'not-before',
    day: horizon,
    ...(earliest !== undefined && { earliest }),
    trend,
  };
}
