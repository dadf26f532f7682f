import { HclError } from './HclError';
import { Expression, ExpressionOf, TemplatePart } from './syntax';
import { TokenStream } from './TokenStream';
import { Token } from './tokens';

type ParseExpression = (stream: TokenStream) => Expression;

const DIRECTIVE_ENDS = ['else', 'endif', 'endfor'];

/**
 * What the text of a quoted string means: escapes are resolved.
 *
 * @param offset - of the text in its file
 * @throws HclError for an escape that HCL does not know
 * @internal
 */
export function decodeQuotedText(text: string, offset: number): string {
  return text.replace(
    /\$\$\{|%%\{|\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/g,
    (escape, index: number) => {
      if (escape.endsWith('{') && !escape.startsWith('\\')) {
        return escape.slice(1);
      }
      const simple = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }[
        escape[1]
      ];
      if (simple !== undefined) {
        return simple;
      }
      const codePoint = parseInt(escape.slice(2), 16);
      if (escape.length <= 2 || codePoint > 0x10ffff) {
        throw new HclError(`unknown escape ${escape} in a string`, {
          offset: offset + index,
          remedy:
            'use \\n, \\r, \\t, \\", \\\\, \\uNNNN or \\UNNNNNNNN; write \\\\ for a backslash',
        });
      }
      return String.fromCodePoint(codePoint);
    },
  );
}

/**
 * What the text of a heredoc means: `$${` and `%%{` are resolved, backslashes are not special.
 *
 * @internal
 */
export function decodeHeredocText(text: string): string {
  return text.replace(/([$%])\1\{/g, '$1{');
}

/**
 * Reads a quoted string or heredoc.
 *
 * @throws HclError
 * @internal
 */
export function parseTemplate(
  stream: TokenStream,
  parseExpression: ParseExpression,
): ExpressionOf<'template'> {
  const opening = stream.read();
  const parts: TemplatePart[] = [];
  const ending = parseParts(stream, parseExpression, parts);
  if (ending) {
    throw new HclError(`"%{ ${ending.text} }" has no beginning`, {
      offset: ending.start,
      remedy: 'remove it, or begin with "%{ if … }" or "%{ for … }"',
    });
  }
  return {
    kind: 'template',
    parts,
    start: opening.start,
    end: stream.read().end,
  };
}

/**
 * Reads until the end of the template, or until a directive that ends another; answers the word of
 * that directive.
 */
function parseParts(
  stream: TokenStream,
  parseExpression: ParseExpression,
  parts: TemplatePart[],
): Token | undefined {
  for (;;) {
    const token = stream.peek();
    switch (token.kind) {
      case 'quoted-text':
        stream.read();
        parts.push({
          kind: 'text',
          text: decodeQuotedText(token.text, token.start),
        });
        break;
      case 'heredoc-text':
        stream.read();
        parts.push({ kind: 'text', text: decodeHeredocText(token.text) });
        break;
      case 'template-open': {
        const ending = parseSequence(stream, parseExpression, parts);
        if (ending) {
          return ending;
        }
        break;
      }
      default:
        return undefined;
    }
  }
}

function parseSequence(
  stream: TokenStream,
  parseExpression: ParseExpression,
  parts: TemplatePart[],
): Token | undefined {
  const opening = stream.read();
  if (opening.text.startsWith('$')) {
    const expression = stream.withNewlines(false, () => {
      const inner = parseExpression(stream);
      expectClose(stream, opening);
      return inner;
    });
    parts.push({ kind: 'interpolation', expression });
    return undefined;
  }
  const word = stream.withNewlines(false, () =>
    stream.expectKind(
      'identifier',
      'expected a directive after "%{"',
      'write if, else, endif, for or endfor; write %%{ for the text %{',
    ),
  );
  if (DIRECTIVE_ENDS.includes(word.text)) {
    stream.withNewlines(false, () => expectClose(stream, opening));
    return word;
  }
  if (word.text === 'if') {
    parts.push(parseIf(stream, parseExpression, opening));
  } else if (word.text === 'for') {
    parts.push(parseFor(stream, parseExpression, opening));
  } else {
    throw new HclError(`unknown directive "${word.text}"`, {
      offset: word.start,
      remedy: 'write if, else, endif, for or endfor',
    });
  }
  return undefined;
}

function parseIf(
  stream: TokenStream,
  parseExpression: ParseExpression,
  opening: Token,
): TemplatePart {
  const condition = stream.withNewlines(false, () => {
    const expression = parseExpression(stream);
    expectClose(stream, opening);
    return expression;
  });
  const parts: TemplatePart[] = [];
  let ending = parseParts(stream, parseExpression, parts);
  if (ending?.text === 'else') {
    ending = parseParts(stream, parseExpression, parts);
  }
  expectEnding(ending, 'endif', opening);
  return { kind: 'if', condition, parts };
}

function parseFor(
  stream: TokenStream,
  parseExpression: ParseExpression,
  opening: Token,
): TemplatePart {
  const { names, collection } = stream.withNewlines(false, () => {
    const heading = parseForHeading(stream, parseExpression);
    expectClose(stream, opening);
    return heading;
  });
  const parts: TemplatePart[] = [];
  expectEnding(parseParts(stream, parseExpression, parts), 'endfor', opening);
  return { kind: 'for', names, collection, parts };
}

/**
 * Reads `k, v in collection`, after the word `for`.
 *
 * @throws HclError
 * @internal
 */
export function parseForHeading(
  stream: TokenStream,
  parseExpression: ParseExpression,
): { names: string[]; collection: Expression } {
  const remedy = 'write "for value in …" or "for key, value in …"';
  const names: string[] = [];
  do {
    names.push(
      stream.expectKind(
        'identifier',
        'expected a name after "for" or ","',
        remedy,
      ).text,
    );
  } while (names.length < 2 && stream.take(','));
  if (!stream.seesWord('in')) {
    throw stream.unexpected('expected "in"', remedy);
  }
  stream.read();
  return { names, collection: parseExpression(stream) };
}

function expectClose(stream: TokenStream, opening: Token) {
  stream.expectKind(
    'template-close',
    `expected "}" to close ${opening.text}`,
    'write one expression between the braces; write $${ or %%{ for text',
  );
}

function expectEnding(
  ending: Token | undefined,
  word: string,
  opening: Token,
): void {
  if (ending?.text !== word) {
    throw new HclError(
      ending
        ? `expected "%{ ${word} }", found "%{ ${ending.text} }"`
        : `directive has no "%{ ${word} }"`,
      {
        offset: ending?.start ?? opening.start,
        remedy: `end it with "%{ ${word} }"`,
      },
    );
  }
}
