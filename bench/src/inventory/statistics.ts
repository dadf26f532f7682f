/**
 * The smallest of the values that so many percent of them do not exceed.
 *
 * @param percent - above 0, at most 100
 * @throws RangeError when there are no values
 */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) {
    throw new RangeError('No values have no percentile');
  }
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}
