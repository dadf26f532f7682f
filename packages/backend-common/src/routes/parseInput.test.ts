import fc from 'fast-check';
import { z } from 'zod';
import { parseInput } from './parseInput';

describe('parseInput', () => {
  it('gives what the schema makes of it', () => {
    const schema = z.object({ limit: z.coerce.number() });
    expect(parseInput(schema, { limit: '7' })).toEqual({ limit: 7 });
  });

  it('names the field that is wrong', () => {
    expect(() => parseInput(z.object({ limit: z.number() }), {})).toThrow(
      /at limit$/,
    );
  });

  it('takes every text that a database can keep, and no other, wherever it is', () => {
    const schema = z.object({ names: z.array(z.string()) });
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter(text => !text.includes('\u0000')),
        text => {
          const input = { names: ['a', text] };
          expect(parseInput(schema, input)).toEqual(input);
        },
      ),
    );
    expect(() => parseInput(schema, { names: ['', 'a\u0000'] })).toThrow(
      /must not hold the NUL character\n.*at names\[1\]$/,
    );
    expect(() => parseInput(schema, { names: ['\ud800'] })).toThrow(
      'lone surrogate',
    );
    expect(() => parseInput(z.any(), { ['\u0000']: 1 })).toThrow('NUL');
  });

  it('does not follow an input without end', () => {
    let input: object = {};
    for (let level = 0; level < 200; level += 1) {
      input = { input };
    }
    expect(() => parseInput(z.any(), input)).toThrow('more than 100 levels');
  });
});
