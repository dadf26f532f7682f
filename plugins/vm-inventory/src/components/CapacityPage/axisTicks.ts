const STEPS = [1, 2, 5];
const AT_MOST = 5;

/**
 * Round numbers from 0 to beyond the largest value, a handful of them.
 *
 * @param unit - what they are round multiples of, e.g. 1024 for GiB in MiB
 */
export function axisTicks(largest: number, unit: number): number[] {
  let step = unit;
  for (let power = 1; step * AT_MOST < largest; power *= 10) {
    for (const factor of STEPS) {
      step = factor * power * unit;
      if (step * AT_MOST >= largest) {
        break;
      }
    }
  }
  const count = Math.max(1, Math.ceil(largest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
