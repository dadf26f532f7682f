import fc from 'fast-check';
import { KeptText } from './KeptText';

function kept(lines: string[], halfLength?: number): string {
  const text = new KeptText({ halfLength });
  lines.forEach(line => text.add(line));
  return text.toString();
}

describe('KeptText', () => {
  it('keeps a log as it is', () => {
    expect(kept(['one', '', 'two'])).toBe('one\n\ntwo');
    expect(new KeptText().isEmpty).toBe(true);
  });

  it('keeps the beginning and the end of a very long log, and counts the rest', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    expect(kept(lines, 21).split('\n')).toEqual([
      'line 0',
      'line 1',
      'line 2',
      '… 95 lines of this long log were not kept …',
      'line 98',
      'line 99',
    ]);
  });

  it('never keeps much more than was asked for, and loses no line uncounted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{0,12}$/)),
        fc.integer({ min: 13, max: 60 }),
        (lines, halfLength) => {
          const text = kept(lines, halfLength).split('\n');
          const note = text.findIndex(line => line.startsWith('…'));
          const cut = note === -1 ? text.length : note;
          const leftOut = Number(/\d+/.exec(text[note] ?? '0')![0]);
          const expected = [
            ...lines.slice(0, cut),
            ...text.slice(cut, cut + 1),
            ...lines.slice(cut + leftOut),
          ];
          expect(text.join('\n')).toBe(expected.join('\n'));
          expect(text.join('\n').length).toBeLessThanOrEqual(
            2 * halfLength + (text[note]?.length ?? 0) + 2,
          );
        },
      ),
    );
  });
});
