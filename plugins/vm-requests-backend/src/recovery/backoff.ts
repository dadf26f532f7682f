const firstMs = 1_000;
const longestMs = 5 * 60_000;

/**
 * How long to wait after a number of failures in a row: twice as long each time, at most five
 * minutes.
 *
 * @param failures - 1 after the first
 * @returns milliseconds
 */
export function backoffMs(failures: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
}
