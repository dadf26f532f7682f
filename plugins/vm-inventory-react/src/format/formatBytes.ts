import { formatMib } from './formatMib';
import { SizeUnit } from './sizeUnit';

const BYTES_IN_MIB = 1024 ** 2;

/**
 * Bytes as people say them, as {@link formatMib} does.
 *
 * @public
 */
export function formatBytes(bytes: number, unit?: SizeUnit): string {
  return formatMib(bytes / BYTES_IN_MIB, unit);
}
