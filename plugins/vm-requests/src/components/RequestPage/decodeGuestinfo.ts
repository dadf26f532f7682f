/**
 * Shows what the guest will read: values of `guestinfo` whose neighbour `….encoding` says base64 are
 * decoded, and their JSON is set out. What cannot be decoded stays as it is.
 *
 * @param lines - values by their path, as of flattenValues
 */
export function decodeGuestinfo(
  lines: ReadonlyMap<string, string>,
): Map<string, string> {
  const decoded = new Map<string, string>();
  for (const [path, value] of lines) {
    const text = isBase64(lines, path) ? decode(value) : undefined;
    const owner = path.replace(/\.encoding$/, '');
    if (text !== undefined) {
      decoded.set(path, setOutJson(text));
    } else if (
      owner === path ||
      !isBase64(lines, owner) ||
      decode(lines.get(owner)!) === undefined
    ) {
      decoded.set(path, value);
    }
  }
  return decoded;
}

function isBase64(lines: ReadonlyMap<string, string>, path: string): boolean {
  return (
    /(^|\.)guestinfo\.(metadata|userdata|vendordata)$/.test(path) &&
    lines.has(path) &&
    lines.get(`${path}.encoding`) === 'base64'
  );
}

function decode(value: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(value), each => each.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** JSON is also YAML, so that a cloud-config may be JSON below its first line. */
function setOutJson(text: string): string {
  const [, head, body] = /^(#cloud-config\n)?([\s\S]*)$/.exec(text)!;
  try {
    return `${head ?? ''}${JSON.stringify(JSON.parse(body), null, 2)}`;
  } catch {
    return text;
  }
}
