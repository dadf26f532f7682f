import { CapacityDay } from '@backlot/plugin-vm-inventory-common';
import { formatDay } from './describeForecast';

/**
 * Says of days that were not measured by this inventory until when they were not, and who says so;
 * undefined where all were.
 */
export function describeOrigin(
  days: readonly Pick<CapacityDay, 'day' | 'origin'>[],
): string | undefined {
  const foreign = days.filter(({ origin }) => origin !== undefined);
  if (foreign.length === 0) {
    return undefined;
  }
  const [last] = foreign
    .map(({ day }) => day)
    .sort()
    .slice(-1);
  const origins = new Set(foreign.map(({ origin }) => origin));
  return `Until ${formatDay(last)} not measured by Backlot: ${[...origins].join(
    ', ',
  )}`;
}
