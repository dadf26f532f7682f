import { formatMib } from '@backlot/plugin-vm-inventory-react';

const TIB_IN_MIB = 1024 ** 2;

/** Bytes as people say them, in TiB from 10 TiB on. */
export function formatBytes(bytes: number): string {
  const mib = Math.round(bytes / 1024 ** 2);
  return mib < 10 * TIB_IN_MIB
    ? formatMib(mib)
    : `${Number((mib / TIB_IN_MIB).toFixed(1)).toLocaleString('en-US')} TiB`;
}
