import {
  HclError,
  hclLiteral,
  PLACEHOLDER,
  quotedText,
  Token,
  tokenize,
} from '@backlot/hcl';
import { InputError } from '@backstage/errors';
import { InsertedValue, RenderedText } from './renderHandlebars';
import { singleText } from './singleText';

const WORD_KINDS = [
  'identifier',
  'number',
  'placeholder',
  'quote-open',
  'quote-close',
];

/**
 * Writes values into HCL as data: within a string or heredoc as its text, elsewhere as a literal. A
 * value cannot become anything else; where it would, it is refused.
 *
 * @throws HclError at the place in the rendered text where a value is refused, or where the text
 * is not HCL
 * @internal
 */
export function insertIntoHcl(rendered: RenderedText): string {
  const tokens = tokenize(rendered.text);
  let text = '';
  let end = 0;
  tokens.forEach((token, index) => {
    assertApart(tokens[index - 1], token);
    text += rendered.text.slice(end, token.start);
    text += writeValues(token, rendered);
    end = token.end;
  });
  assertSameStructure(rendered, tokens, text);
  return text;
}

function writeValues(token: Token, { values }: RenderedText): string {
  return token.text.replace(
    PLACEHOLDER,
    (_, index: string, position: number) => {
      const inserted = values[Number(index)];
      const offset = token.start + position;
      try {
        return writeValue(token, inserted, offset);
      } catch (error) {
        if (!(error instanceof InputError)) {
          throw error;
        }
        throw new HclError(
          `{{${inserted.name}}} cannot be written: ${error.message}`,
          { offset, remedy: 'correct the value' },
        );
      }
    },
  );
}

function writeValue(
  token: Token,
  { value, name }: InsertedValue,
  offset: number,
): string {
  if (token.kind === 'placeholder') {
    return hclLiteral(value);
  }
  const text = singleText(value);
  if (text === undefined) {
    throw new HclError(`{{${name}}} is not a text, number or boolean`, {
      offset,
      remedy: 'write it outside of quotes, as a value of its own',
    });
  }
  if (token.kind === 'quoted-text') {
    return quotedText(text);
  }
  if (/[^\P{C}\n\t]/u.test(text)) {
    throw new HclError(`{{${name}}} holds characters that are not seen`, {
      offset,
      remedy: 'correct the value, or write it in a quoted string',
    });
  }
  return token.kind === 'heredoc-text'
    ? text.replace(/([$%])(?=\{)/g, '$1$1')
    : text;
}

/** A literal beside a word would be read as two words. */
function assertApart(left: Token | undefined, right: Token) {
  const touches =
    left?.end === right.start &&
    [left.kind, right.kind].includes('placeholder') &&
    [left.kind, right.kind].every(kind => WORD_KINDS.includes(kind));
  if (touches) {
    throw new HclError('a value cannot be part of a word', {
      offset: right.start,
      remedy: 'write the whole word in quotes, e.g. "vm-{{name}}"',
    });
  }
}

/** All that is not text must be what it was before the values were written. */
function assertSameStructure(
  rendered: RenderedText,
  before: Token[],
  text: string,
) {
  const expected = before.flatMap(token =>
    token.kind === 'placeholder'
      ? shapesOf(
          tokenize(writeValues(token, rendered)).slice(0, -1),
          token.start,
        )
      : shapesOf([token]),
  );
  const found = shapesOf(tokenize(text));
  const broken = expected.find(({ shape }, i) => shape !== found[i]?.shape);
  if (broken) {
    const culprit = before
      .filter(token => token.text.search(PLACEHOLDER) >= 0)
      .reverse()
      .find(token => token.start <= broken.start);
    throw new HclError('a value would change what the file means', {
      offset: culprit?.start ?? broken.start,
      remedy:
        'write values between quotes, with no $, % or { beside them, or correct the value',
    });
  }
}

function shapesOf(tokens: Token[], start?: number) {
  return tokens
    .filter(({ kind }) => kind !== 'quoted-text' && kind !== 'heredoc-text')
    .map(token => ({
      shape:
        token.kind === 'comment' ? token.kind : `${token.kind} ${token.text}`,
      start: start ?? token.start,
    }));
}
