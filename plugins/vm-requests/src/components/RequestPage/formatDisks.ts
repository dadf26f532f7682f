/** Disks as people say them; 0 stands for the template's own size. */
export function formatDisks(disksGib: readonly number[]): string {
  return disksGib
    .map(size => (size === 0 ? "the template's" : `${size} GiB`))
    .join(' + ');
}
