import { HclError } from './HclError';
import { Expression, ExpressionOf, ForHeading, TemplatePart } from './syntax';
import { TokenStream } from './TokenStream';
import { Token } from './tokens';

type ParseExpression = (stream: TokenStream) => Expression;

/** What a template is made of, before directives are joined with their ends. */
type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'interpolation'; expression: Expression }
  | { kind: 'if'; condition: Expression; opening: Token }
  | ({ kind: 'for'; opening: Token } & ForHeading)
  | { kind: 'else' | 'endif' | 'endfor'; word: Token };

const DIRECTIVE_ENDS = ['else', 'endif', 'endfor'] as const;
const SPACE = /\p{White_Space}/u;
const LEADING_SPACE = /^\p{White_Space}+/u;

/** Joins directives with what stands between them and their ends. */
class PieceJoiner {
  readonly #stream: TokenStream;
  readonly #pieces: Piece[];
  #index = 0;

  constructor(stream: TokenStream, pieces: Piece[]) {
    this.#stream = stream;
    this.#pieces = pieces;
  }

  join(): TemplatePart[] {
    const { parts, ending } = this.#read();
    if (ending) {
      throw new HclError(`"%{ ${ending.text} }" has no beginning`, {
        offset: ending.start,
        remedy: 'remove it, or begin with "%{ if … }" or "%{ for … }"',
      });
    }
    return parts;
  }

  /** Until the end, or until a directive that ends another. */
  #read(): { parts: TemplatePart[]; ending?: Token } {
    const parts: TemplatePart[] = [];
    while (this.#index < this.#pieces.length) {
      const piece = this.#pieces[this.#index];
      this.#index += 1;
      switch (piece.kind) {
        case 'text':
        case 'interpolation':
          parts.push(piece);
          break;
        case 'if':
          parts.push(this.#stream.nested(() => this.#joinIf(piece)));
          break;
        case 'for':
          parts.push(this.#stream.nested(() => this.#joinFor(piece)));
          break;
        default:
          return { parts, ending: piece.word };
      }
    }
    return { parts };
  }

  #joinIf({ condition, opening }: Piece & { kind: 'if' }): TemplatePart {
    const first = this.#read();
    const second =
      first.ending?.text === 'else'
        ? this.#read()
        : { parts: [], ending: first.ending };
    assertEnding(second.ending, 'endif', opening);
    return {
      kind: 'if',
      condition,
      whenTrue: first.parts,
      whenFalse: second.parts,
    };
  }

  #joinFor({
    names,
    collection,
    opening,
  }: Piece & { kind: 'for' }): TemplatePart {
    const { parts, ending } = this.#read();
    assertEnding(ending, 'endfor', opening);
    return { kind: 'for', names, collection, parts };
  }
}

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
      const isCharacter =
        escape.length > 2 &&
        codePoint <= 0x10ffff &&
        (codePoint < 0xd800 || codePoint > 0xdfff);
      if (!isCharacter) {
        throw new HclError(`unknown escape ${escape} in a string`, {
          offset: offset + index,
          remedy:
            'use \\n, \\r, \\t, \\", \\\\, \\uNNNN or \\UNNNNNNNN of a character; write \\\\ for a backslash',
        });
      }
      return String.fromCodePoint(codePoint);
    },
  );
}

/** What the text of a heredoc means: `$${` and `%%{` are resolved, backslashes are not special. */
function decodeHeredocText(text: string): string {
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
  const pieces = readPieces(stream, parseExpression);
  if (opening.text.startsWith('<<-')) {
    unindent(pieces);
  }
  return {
    kind: 'template',
    parts: new PieceJoiner(stream, pieces).join(),
    start: opening.start,
    end: stream.read().end,
  };
}

/** Reads until the end of the template. Space beside `~` is left out. */
function readPieces(
  stream: TokenStream,
  parseExpression: ParseExpression,
): Piece[] {
  const pieces: Piece[] = [];
  let trimsNext = false;
  for (;;) {
    const token = stream.peek();
    if (token.kind === 'quoted-text' || token.kind === 'heredoc-text') {
      stream.read();
      const text =
        token.kind === 'quoted-text'
          ? decodeQuotedText(token.text, token.start)
          : decodeHeredocText(token.text);
      pieces.push({
        kind: 'text',
        text: trimsNext ? text.replace(LEADING_SPACE, '') : text,
      });
      trimsNext = false;
    } else if (token.kind === 'template-open') {
      const before = pieces[pieces.length - 1];
      if (token.text.endsWith('~') && before?.kind === 'text') {
        before.text = withoutTrailingSpace(before.text);
      }
      const { piece, closing } = stream.withNewlines(false, () =>
        readSequence(stream, parseExpression),
      );
      pieces.push(piece);
      trimsNext = closing.text.startsWith('~');
    } else {
      return pieces;
    }
  }
}

/** A regular expression would try anew at each space within. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text[end - 1])) {
    end -= 1;
  }
  return text.slice(0, end);
}

function readSequence(
  stream: TokenStream,
  parseExpression: ParseExpression,
): { piece: Piece; closing: Token } {
  const opening = stream.read();
  const piece = opening.text.startsWith('$')
    ? { kind: 'interpolation' as const, expression: parseExpression(stream) }
    : readDirective(stream, parseExpression, opening);
  const closing = stream.expectKind(
    'template-close',
    `expected "}" to close ${opening.text}`,
    'write one expression between the braces; write $${ or %%{ for text',
  );
  return { piece, closing };
}

function readDirective(
  stream: TokenStream,
  parseExpression: ParseExpression,
  opening: Token,
): Piece {
  const word = stream.expectKind(
    'identifier',
    'expected a directive after "%{"',
    'write if, else, endif, for or endfor; write %%{ for the text %{',
  );
  const ending = DIRECTIVE_ENDS.find(each => each === word.text);
  if (ending) {
    return { kind: ending, word };
  }
  switch (word.text) {
    case 'if':
      return { kind: 'if', condition: parseExpression(stream), opening };
    case 'for':
      return {
        kind: 'for',
        ...parseForHeading(stream, parseExpression),
        opening,
      };
    default:
      throw new HclError(`unknown directive "${word.text}"`, {
        offset: word.start,
        remedy: 'write if, else, endif, for or endfor',
      });
  }
}

/**
 * Takes from the beginning of each line as many blanks as the line has that has the fewest; a tab
 * counts one, and lines of blanks alone do not count. What is interpolated is left as it is.
 */
function unindent(pieces: Piece[]) {
  const beginnings: (Piece & { kind: 'text' })[] = [];
  let fewest = Infinity;
  let lineBegins = true;
  for (const piece of pieces) {
    const text = piece.kind === 'text' ? piece.text : '';
    const blanks = LEADING_SPACE.exec(text)?.[0].length ?? 0;
    const isBlankLine = text.endsWith('\n') && blanks === text.length;
    if (lineBegins && !isBlankLine) {
      fewest = Math.min(fewest, blanks);
      if (piece.kind === 'text') {
        beginnings.push(piece);
      }
    }
    lineBegins = text.endsWith('\n');
  }
  for (const beginning of beginnings) {
    beginning.text = beginning.text.slice(fewest);
  }
}

function assertEnding(
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

/**
 * Reads `k, v in collection`, after the word `for`.
 *
 * @throws HclError
 * @internal
 */
export function parseForHeading(
  stream: TokenStream,
  parseExpression: ParseExpression,
): ForHeading {
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
