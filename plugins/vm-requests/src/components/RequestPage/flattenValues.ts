/**
 * Values of a plan as lines: nested ones by their path, lists of plain values in one line.
 */
export function flattenValues(
  value: Record<string, unknown>,
): Map<string, string> {
  const lines = new Map<string, string>();
  const walk = (path: string, item: unknown) => {
    if (Array.isArray(item) && item.some(isNested)) {
      item.forEach((element, index) => walk(`${path}[${index}]`, element));
    } else if (isNested(item) && !Array.isArray(item)) {
      for (const [key, element] of Object.entries(item)) {
        walk(path ? `${path}.${key}` : key, element);
      }
    } else if (Array.isArray(item)) {
      if (item.length > 0) {
        lines.set(path, item.map(String).join(', '));
      }
    } else if (item !== null && item !== undefined && item !== '') {
      lines.set(path, String(item));
    }
  };
  walk('', value);
  return lines;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
