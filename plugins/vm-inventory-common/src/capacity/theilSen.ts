/**
 * A line through points.
 *
 * @internal
 */
export interface RobustLine {
  slope: number;
  /** Lower and upper bound of the slope with a confidence of 95 %. */
  slopeLow: number;
  slopeHigh: number;
  /** Where the line is at x = 0. */
  intercept: number;
}

/**
 * The line of Theil and Sen: its slope is the median of the slopes between any two points, so up to
 * 29 % of the points may be anything. The bounds of the slope are Sen's (1968), for points without
 * correlation.
 *
 * @param points - two or more, with different x
 * @internal
 */
export function theilSen(
  points: readonly { x: number; y: number }[],
): RobustLine {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      slopes[count++] =
        (points[i].y - points[j].y) / (points[i].x - points[j].x);
    }
  }
  slopes.sort();
  const slope = median(slopes);
  const intercepts = Float64Array.from(points, ({ x, y }) => y - slope * x);
  const n = points.length;
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const reach = 1.96 * deviation;
  return {
    slope,
    slopeLow: slopes[Math.max(0, Math.floor((count - reach) / 2) - 1)],
    slopeHigh: slopes[Math.min(count - 1, Math.ceil((count + reach) / 2))],
    intercept: median(intercepts.sort()),
  };
}

function median(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
