/**
 * Whether a name fits a pattern of the configuration, in which `*` stands for any text.
 *
 * @public
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const [first, ...parts] = pattern.split('*');
  if (parts.length === 0) {
    return pattern === name;
  }
  const last = parts.pop()!;
  if (
    name.length < first.length + last.length ||
    !name.startsWith(first) ||
    !name.endsWith(last)
  ) {
    return false;
  }
  let position = first.length;
  const end = name.length - last.length;
  for (const part of parts) {
    const found = name.indexOf(part, position);
    if (found < 0 || found + part.length > end) {
      return false;
    }
    position = found + part.length;
  }
  return true;
}
