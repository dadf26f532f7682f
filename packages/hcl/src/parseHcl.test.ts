import fc from 'fast-check';
import samples from './__fixtures__/terraformFmt.json';
import { HclError } from './HclError';
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
            attributes: [{ name: 'a', value: { kind: 'literal', value: 1 } }],
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
