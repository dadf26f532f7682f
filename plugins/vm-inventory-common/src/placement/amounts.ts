const MIB = 1024 ** 2;
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/**
 * MiB as people read it, e.g. `3,072 GiB` or `512 MiB`. Not in larger units: what does not fit is to
 * be told from what it does not fit into.
 *
 * @internal
 */
export function formatMib(mib: number): string {
  return Math.abs(mib) >= 1024 || mib === 0
    ? `${numbers.format(mib / 1024)} GiB`
    : `${numbers.format(mib)} MiB`;
}

/**
 * Bytes as people read them, e.g. `40 GiB`.
 *
 * @internal
 */
export function formatBytes(bytes: number): string {
  return formatMib(bytes / MIB);
}

/**
 * A count as people read it, e.g. `1,024`.
 *
 * @internal
 */
export function formatCount(count: number): string {
  return numbers.format(count);
}
