/**
 * Whether two plain values hold the same. A field that is undefined is as one that is not there.
 *
 * @public
 */
export function sameObject(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    return false;
  }
  return covers(a, b) && covers(b, a);
}

function covers(a: object, b: object): boolean {
  for (const field in a) {
    if (!sameObject(a[field as keyof typeof a], b[field as keyof typeof b])) {
      return false;
    }
  }
  return true;
}
