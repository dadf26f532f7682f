import {
  addDays,
  CapacitySeries,
  capacityTrendAt,
  daysBetween,
} from '@backlot/plugin-vm-inventory-common';

/** A day of a chart; what was not measured or cannot be foreseen is absent. */
export interface ChartPoint {
  day: string;
  used?: number;
  reserved?: number;
  /** What may be given away; after the last measurement as it was then. */
  limit?: number;
  /** Where the trend is. */
  trend?: number;
  /** Lower and upper edge of the trend's band. */
  band?: [number, number];
}

/**
 * Each day of a chart: what was measured from `from` on, and the trend until `until`. Days without a
 * measurement leave a gap.
 */
export function chartPoints(
  series: CapacitySeries,
  range: { from: string; until: string },
): ChartPoint[] {
  const measured = new Map(series.days.map(day => [day.day, day]));
  const last = series.days.at(-1);
  const { forecast } = series;
  const trend =
    forecast && 'trend' in forecast && forecast.trend
      ? forecast.trend
      : undefined;
  return Array.from(
    { length: daysBetween(range.from, range.until) + 1 },
    (_, index): ChartPoint => {
      const day = addDays(range.from, index);
      const found = measured.get(day);
      const at =
        trend && day >= trend.from ? capacityTrendAt(trend, day) : undefined;
      const limit =
        found?.allowed ?? (last && day > last.day ? last.allowed : undefined);
      return {
        day,
        ...(found && { used: found.used, reserved: found.reserved }),
        ...(limit !== undefined && { limit }),
        ...(at && {
          trend: Math.max(0, at.value),
          band: [Math.max(0, at.low), Math.max(0, at.high)],
        }),
      };
    },
  );
}
