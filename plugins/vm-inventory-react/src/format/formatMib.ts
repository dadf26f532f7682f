import { SizeUnit, sizeUnitOf } from './sizeUnit';

/**
 * MiB as people say it: in the unit of its size with at most one decimal, or in another one's with
 * at most three digits that count.
 *
 * @param unit - of the largest of the sizes beside it
 * @public
 */
export function formatMib(mib: number, unit?: SizeUnit): string {
  const { name, mib: one } = unit ?? sizeUnitOf(mib);
  const amount = mib / one;
  if (amount > 0 && amount < 0.01) {
    return `< 0.01 ${name}`;
  }
  const text = amount.toLocaleString('en-US', {
    maximumFractionDigits: decimalsOf(amount, unit !== undefined),
  });
  return `${text} ${name}`;
}

function decimalsOf(amount: number, isBesideOthers: boolean): number {
  if (amount >= 100) {
    return 0;
  }
  return isBesideOthers && amount < 10 ? 2 : 1;
}
