/**
 * MiB as people say it.
 *
 * @public
 */
export function formatMib(mib: number): string {
  if (mib < 1024) {
    return `${mib} MiB`;
  }
  return `${Number((mib / 1024).toFixed(1)).toLocaleString('en-US')} GiB`;
}
