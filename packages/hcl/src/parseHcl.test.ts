import fc from 'fast-check';
import samples from './__fixtures__/terraformFmt.json';
import { evaluate } from './evaluate';
import { HclError } from './HclError';
import { hclLiteral } from './hclLiteral';
import { parseHcl } from './parseHcl';
import { positionAt } from './positionAt';

function refusal(text: string): HclError {
  try {
    parseHcl(text);
  } catch (error) {
    if (error instanceof HclError) {
      return error;
    }
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

function outcome(text: string): 'accepted' | 'refused' {
  try {
    parseHcl(text);
    return 'accepted';
  } catch (error) {
    if (error instanceof HclError) {
      return 'refused';
    }
    throw error;
  }
}

describe('parseHcl', () => {
  it.each(samples.filter(sample => sample.accepted).map(({ text }) => text))(
    'accepts what terraform fmt 1.11.4 accepts: %j',
    text => {
      expect(() => parseHcl(text)).not.toThrow();
    },
  );

  it.each(samples.filter(sample => !sample.accepted).map(({ text }) => text))(
    'refuses what terraform fmt 1.11.4 refuses: %j',
    text => {
      const { offset, remedy } = refusal(text);
      expect(offset).toBeLessThanOrEqual(text.length);
      expect(remedy).not.toBe('');
    },
  );

  it.each([
    ['a = 1 b = 2\n', 1, 7, /expected the end of the line, found "b"/],
    ['module "vm" {\n  source = "x"\n', 1, 1, /block module is not closed/],
    ['a = 1\nb = "x\n', 2, 5, /string is not closed on its line/],
    ['a = [\n  1\n  2\n]\n', 3, 3, /expected "," or "]" in a list/],
    ['a = "😀 ${x y}"\n', 1, 12, /expected "}" to close \$\{, found "y"/],
    ["a = 'x'\n", 1, 5, /unexpected character '/],
    ['a = <<EOT\nx\n', 1, 5, /heredoc is not closed/],
    ['a = "\\q"\n', 1, 6, /unknown escape \\q/],
    ['a = 10.0.0.1\n', 1, 5, /10\.0\.0\.1 is not a number/],
    ['a = 1e99999999999\n', 1, 5, /1e99999999999 is not a number/],
    ['a = "\\ud800"\n', 1, 6, /unknown escape \\ud800/],
    ['a = 1\n\na = 2\n', 3, 1, /argument "a" is already set above/],
    ['b {\n  a = 1\n  a = 1\n}\n', 3, 3, /argument "a" is already set above/],
    ['a = <<E\nb\rc\nE\n', 2, 2, /unexpected character U\+000D/],
    ['a = x\u0001\n', 1, 6, /unexpected character U\+0001/],
    ['resource "a" "b"\n{\n}\n', 1, 17, /expected "\{" after the labels/],
  ])('says where and why for %j', (text, line, column, message) => {
    const error = refusal(text);
    expect(positionAt(text, error.offset)).toEqual({ line, column });
    expect(error.message).toMatch(message);
  });

  it('reads blocks, labels, arguments and their places', () => {
    const text = 'module "v\\"m" x {\n  a = 1\n  b {}\n}\n';
    const body = parseHcl(text);
    expect(body).toMatchObject({
      attributes: [],
      blocks: [
        {
          type: 'module',
          labels: [{ text: 'v"m' }, { text: 'x' }],
          body: {
            attributes: [{ name: 'a', value: { kind: 'number', text: '1' } }],
            blocks: [{ type: 'b', labels: [] }],
          },
        },
      ],
    });
    const attribute = body.blocks[0].body.attributes[0];
    expect(text.slice(attribute.start, attribute.end)).toBe('a = 1');
    expect(text.slice(body.blocks[0].start, body.blocks[0].end)).toBe(
      text.trimEnd(),
    );
  });

  it.each([
    ['brackets', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    [
      'parentheses',
      (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`,
    ],
    ['operators', (depth: number) => `${'!'.repeat(depth)}true`],
    [
      'templates',
      (depth: number) => `${'"${'.repeat(depth)}1${'}"'.repeat(depth)}`,
    ],
    ['conditionals', (depth: number) => `${'a ? b : '.repeat(depth)}c`],
    [
      'directives',
      (depth: number) =>
        `"${'%{ if a }'.repeat(depth)}${'%{ endif }'.repeat(depth)}"`,
    ],
    [
      'blocks',
      (depth: number) => `1\n${'b {\n'.repeat(depth)}${'}\n'.repeat(depth)}`,
    ],
  ])('refuses %s that are nested too deep', (_, nest) => {
    expect(() => parseHcl(`a = ${nest(90)}\n`)).not.toThrow();
    expect(refusal(`a = ${nest(100_000)}\n`).message).toBe(
      'this is nested more than 200 levels deep',
    );
  });

  it('takes long chains and long texts', () => {
    const [sum] = parseHcl(`a = ${'1 + '.repeat(50_000)}1\n`).attributes;
    expect(evaluate(sum.value)).toBe(50_001);
    const text = 'x%$"\\'.repeat(100_000);
    const [long] = parseHcl(`a = ${hclLiteral(text)}\n`).attributes;
    expect(evaluate(long.value)).toBe(text);
  });

  it('accepts or refuses any text, and never fails otherwise', () => {
    const pieces = fc.constantFrom(
      ...['a', 'for', 'in', 'if', 'else', 'endif', '1', '"', '${', '%{', '}'],
      ...['{', '[', ']', '(', ')', '=', ':', ',', '.', '*', '?', '-', '\n'],
      ...[' ', '<<E\n', 'E', '#', '/*', '*/', '\\', '$', '...', '=>', '::'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces, { maxLength: 30 }).map(parts => parts.join('')),
        ),
        text => {
          expect(['accepted', 'refused']).toContain(outcome(text));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
