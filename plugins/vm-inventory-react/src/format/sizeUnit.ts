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
