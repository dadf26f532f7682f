import fc from 'fast-check';
import { KeptOutput } from './KeptOutput';

function textOf(chunks: string[], without?: string): string {
  const output = new KeptOutput(without);
  chunks.forEach(chunk => output.add(chunk));
  return output.text;
}

describe('KeptOutput', () => {
  it('keeps all that is short, however it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '€', '\n') })),
        chunks => {
          expect(textOf(chunks)).toBe(chunks.join(''));
        },
      ),
    );
  });

  it('keeps the start and the end of what is long, and says how much is missing', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i}\n`);
    const text = textOf(lines);

    expect(text).toMatch(/^line 0\nline 1\n/);
    expect(text).toMatch(/line 9998\nline 9999\n$/);
    const [, leftOut] = /\[(\d+) characters left out\]\n/.exec(text)!;
    expect(text.replace(/\[.*left out\]\n/, '')).toHaveLength(
      lines.join('').length - Number(leftOut),
    );
    expect(text.length).toBeLessThan(41_000);
  });

  it('leaves out lines with a text, even in parts', () => {
    expect(
      textOf(['starts\nGET /ready', 'iness 503\nfails', '\nGET /read'], 'GET'),
    ).toBe('starts\nfails\n');
  });
});
