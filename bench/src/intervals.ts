/** A span of time, in milliseconds since 1970. */
export interface Interval {
  begin: number;
  end: number;
}

/**
 * How many milliseconds of the window at least one of the intervals covers.
 */
export function covered(intervals: Interval[], window: Interval): number {
  const inside = intervals
    .map(({ begin, end }) => ({
      begin: Math.max(begin, window.begin),
      end: Math.min(end, window.end),
    }))
    .filter(({ begin, end }) => end > begin)
    .sort((a, b) => a.begin - b.begin);
  let total = 0;
  let until = window.begin;
  for (const { begin, end } of inside) {
    total += Math.max(0, end - Math.max(begin, until));
    until = Math.max(until, end);
  }
  return total;
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2
    ? sorted[Math.floor(middle)]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
