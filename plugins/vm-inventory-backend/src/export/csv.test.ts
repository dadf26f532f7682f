import * as fc from 'fast-check';
import { csvLine } from './csv';

/** Reads comma-separated values by the letter of RFC 4180. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) {
      throw new Error(`Not CSV: ${JSON.stringify(text)}`);
    }
    line.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] !== ',') {
      lines.push(line);
      line = [];
    }
  }
  return lines;
}

describe('csvLine', () => {
  it.each([
    [['web01', 2, true, undefined], 'web01,2,true,\r\n'],
    [['a,b', 'say "hi"', 'two\nlines'], '"a,b","say ""hi""","two\nlines"\r\n'],
    [['a;b', ' a'], '"a;b"," a"\r\n'],
    [['=1+1', '+1', '-1', '@x'], "'=1+1,'+1,'-1,'@x\r\n"],
    [['=HYPERLINK("http://x","y")'], '"\'=HYPERLINK(""http://x"",""y"")"\r\n'],
    [['\t=1', '＝1'], '"\'\t=1",\'＝1\r\n'],
    [[-1, 0.5], '-1,0.5\r\n'],
  ])('writes %j as %j', (values, line) => {
    expect(csvLine(values)).toBe(line);
  });

  it('is read as it was written, and holds no formula', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', '"', ',', ';', '\r', '\n'),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { minLength: 1 }), { minLength: 1 }),
        table => {
          const read = parseCsv(table.map(csvLine).join(''));
          expect(read).toHaveLength(table.length);
          table.forEach((line, row) => {
            expect(read[row]).toHaveLength(line.length);
            line.forEach((value, column) => {
              const cell = read[row][column];
              expect([value, `'${value}`]).toContain(cell);
              expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
            });
          });
        },
      ),
    );
  });
});
