/**
 * The robust line through what was used and reserved on the days of the past. Amounts are in the
 * unit of the room that it is of.
 *
 * @public
 */
export interface CapacityTrend {
  /** The last day with a measurement, e.g. `2026-11-21`. */
  from: string;
  /** Where the line is on that day. */
  level: number;
  /** How much it rises in a day. */
  perDay: number;
  /** The slowest rise, or fastest fall, that the past allows with a confidence of 95 %. */
  perDayLow: number;
  /** The fastest rise that the past allows with a confidence of 95 %. */
  perDayHigh: number;
  /** Nine of ten days lie no farther from the line than this. */
  spread: number;
}

/**
 * Too few days to see a trend in.
 *
 * @public
 */
export interface TooLittleHistory {
  state: 'too-little-history';
  /** Days with a measurement among the latest. */
  days: number;
  daysNeeded: number;
}

/**
 * When nothing will be left to give away, if things go on as they did. Days are UTC calendar days,
 * e.g. `2027-03-14`.
 *
 * - `too-little-history`: nobody can say yet.
 * - `full`: nothing is left now.
 * - `fills`: it is full around `day`; between `earliest` and `latest` by the band of the trend, of
 *   which `latest` is absent when it may also not fill up within the horizon.
 * - `shrinking`: less is used day by day, by the whole band of the trend.
 * - `not-before`: not within the horizon, which ends on `day`; `earliest` is there when the upper
 *   edge of the band gets there all the same.
 *
 * @public
 */
export type CapacityForecast =
  | TooLittleHistory
  | { state: 'full'; trend?: CapacityTrend }
  | {
      state: 'fills';
      day: string;
      earliest: string;
      latest?: string;
      trend: CapacityTrend;
    }
  | { state: 'shrinking'; trend: CapacityTrend }
  | {
      state: 'not-before';
      day: string;
      earliest?: string;
      trend: CapacityTrend;
    };
