/**
 * A binary unit of memory and storage.
 *
 * @public
 */
export interface SizeUnit {
  name: 'MiB' | 'GiB' | 'TiB' | 'PiB';
  /** How many MiB it is. */
  mib: number;
}

const units: readonly SizeUnit[] = [
  { name: 'MiB', mib: 1 },
  { name: 'GiB', mib: 1024 },
  { name: 'TiB', mib: 1024 ** 2 },
  { name: 'PiB', mib: 1024 ** 3 },
];

const BYTES_IN_MIB = 1024 ** 2;

/**
 * The unit in which people say a size: the largest of which there is one. Sizes beside each other
 * are told in the unit of the largest of them.
 *
 * @public
 */
export function sizeUnitOf(mib: number): SizeUnit {
  // What is said as 1,024 of a unit is one of the next.
  return (
    units.find(unit => Math.round(mib / unit.mib) < 1024) ??
    units[units.length - 1]
  );
}

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

/**
 * Bytes as people say them, as {@link formatMib} does.
 *
 * @public
 */
export function formatBytes(bytes: number, unit?: SizeUnit): string {
  return formatMib(bytes / BYTES_IN_MIB, unit);
}

function decimalsOf(amount: number, isBesideOthers: boolean): number {
  if (amount >= 100) {
    return 0;
  }
  return isBesideOthers && amount < 10 ? 2 : 1;
}
