/** Reads comma-separated values as of RFC 4180. */
export function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) {
      throw new Error(`Not CSV: ${text.slice(at, at + 80)}`);
    }
    line.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] !== ',') {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}
