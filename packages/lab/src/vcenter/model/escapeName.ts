/**
 * A name as a vCenter keeps it: `/`, `\` and a `%` that begins no such escape are escaped.
 * What comes escaped stays as it is.
 */
export function escapeName(name: string): string {
  return name
    .replace(/%(?!2f|5c|25)/gi, '%25')
    .replace(/\//g, '%2f')
    .replace(/\\/g, '%5c');
}
