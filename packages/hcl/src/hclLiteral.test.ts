import fc from 'fast-check';
import { constantText } from './constantValue';
import { evaluate } from './evaluate';
import { hclLiteral, quotedText } from './hclLiteral';
import { parseHcl } from './parseHcl';

const unicode = fc.string({
  unit: fc.oneof(
    fc.constantFrom('$', '{', '%', '}', '"', '\\', '\n', '~', '\uFDD0'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('hclLiteral', () => {
  it('writes values as HCL', () => {
    expect(
      hclLiteral({ a: [1, -2.5, true, null], 'b c': 'say "hi"', d: {}, e: [] }),
    ).toBe(
      '{ "a" = [1, -2.5, true, null], "b c" = "say \\"hi\\"", "d" = {}, "e" = [] }',
    );
  });

  it('leaves nothing to evaluate', () => {
    // eslint-disable-next-line no-template-curly-in-string
    expect(hclLiteral('${file("/etc/passwd")}')).toBe(
      '"$\\u007bfile(\\"/etc/passwd\\")}"',
    );
    expect(hclLiteral('100%')).toBe('"100\\u0025"');
  });

  it('refuses text that is not Unicode', () => {
    expect(() => hclLiteral('\uD800')).toThrow(
      'Half of a character cannot be part of an HCL string',
    );
  });

  it('is read back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        const text = `a = ${hclLiteral(JSON.parse(JSON.stringify(value)))}\n`;
        const [{ value: read }] = parseHcl(text).attributes;
        // HCL normalizes all text.
        expect(evaluate(read)).toEqual(
          JSON.parse(JSON.stringify(value).normalize('NFC')),
        );
      }),
    );
  });

  it('is the same text between any others in a string', () => {
    fc.assert(
      fc.property(unicode, unicode, unicode, (before, text, after) => {
        const [{ value }] = parseHcl(
          `a = "${quotedText(before)}${quotedText(text)}${quotedText(
            after,
          )}"\n`,
        ).attributes;
        expect(constantText(value)).toBe(before + text + after);
      }),
    );
  });

  it('does not take part in templates beside it', () => {
    fc.assert(
      fc.property(unicode.filter(Boolean), unicode, (before, after) => {
        const [{ value }] = parseHcl(
          `a = "$${quotedText(before)}\${b}${quotedText(after)}{x}"\n`,
        ).attributes;
        expect(value).toMatchObject({
          kind: 'template',
          parts: expect.arrayContaining([
            expect.objectContaining({ kind: 'interpolation' }),
          ]),
        });
      }),
    );
  });
});
