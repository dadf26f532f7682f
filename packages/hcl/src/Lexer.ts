import { HclError, MAX_DEPTH, tooDeep } from './HclError';
import { Token, TokenKind } from './tokens';

const SPACE = /[ \t]+/y;
const NEWLINE = /\r?\n/y;
const LINE_COMMENT = /(?:#|\/\/)[^\n]*/y;
const BLOCK_COMMENT = /\/\*[^]*?\*\//y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** Wider than numbers are: what is none is refused as a whole. */
const NUMBER = /\d(?:\.*(?:\d|[eE][+-]?\d))*/y;
const PLACEHOLDER = /\uFDD0\d+\uFDD1/y;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const PUNCTUATION = /\.\.\.|::|=>|==|!=|<=|>=|&&|\|\||[{}[\](),.:=?+\-*/%!<>]/y;
const TEMPLATE_OPEN = /[$%]\{~?/y;
const QUOTED_TEXT = /(?:\$\$\{|%%\{|\\[^\r\n]|[$%](?!\{)|[^$%\\"\r\n])+/y;
const HEREDOC_TEXT = /(?:\$\$\{|%%\{|[$%](?!\{)|[^$%\r\n])*(?:\r?\n)?/y;

const REMEDIES: Record<string, string> = {
  "'": 'write strings in double quotes',
  '`': 'write strings in double quotes, or as a heredoc',
  ';': 'end the line instead',
  '&': 'write && for a logical and',
  '|': 'write || for a logical or',
};

/**
 * Cuts HCL text into tokens, the way HCL's own scanner does: strings and heredocs are cut into
 * their text and the templates in them, so that what is text can be told from what is evaluated.
 */
class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #offset: number;
  /** How many templates this is in. */
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#offset = text.startsWith('\uFEFF') ? 1 : 0;
  }

  tokenize(): Token[] {
    this.#readCode();
    this.#add('end', '');
    return this.#tokens;
  }

  /** Until the end of the text, or of the template that `opening` began. */
  #readCode(opening?: Token) {
    let depth = 0;
    while (this.#offset < this.#text.length) {
      if (this.#match(SPACE) !== undefined) {
        continue;
      }
      if (opening && depth === 0) {
        const closing = this.#text.startsWith('~}', this.#offset) ? '~}' : '}';
        if (this.#text.startsWith(closing, this.#offset)) {
          this.#add('template-close', closing);
          return;
        }
      }
      const token = this.#readCodeToken();
      if (token?.kind === 'punctuation') {
        if (token.text === '{') {
          depth += 1;
        } else if (token.text === '}') {
          depth = Math.max(0, depth - 1);
        }
      }
    }
    if (opening) {
      throw new HclError(`${opening.text} is not closed`, {
        offset: opening.start,
        remedy: 'close it with }',
      });
    }
  }

  #readTemplate(opening: Token) {
    if (this.#depth === MAX_DEPTH) {
      throw tooDeep(opening.start);
    }
    this.#depth += 1;
    this.#readCode(opening);
    this.#depth -= 1;
  }

  #readCodeToken(): Token | undefined {
    if (this.#text[this.#offset] === '"') {
      this.#readQuoted();
      return undefined;
    }
    const heredoc = this.#match(HEREDOC, 'heredoc-open');
    if (heredoc) {
      this.#readHeredoc(heredoc);
      return undefined;
    }
    const token =
      this.#match(NEWLINE, 'newline') ??
      this.#match(LINE_COMMENT, 'comment') ??
      this.#match(BLOCK_COMMENT, 'comment') ??
      this.#match(IDENTIFIER, 'identifier') ??
      this.#match(NUMBER, 'number') ??
      this.#match(PLACEHOLDER, 'placeholder');
    if (token) {
      return token;
    }
    if (this.#text.startsWith('/*', this.#offset)) {
      throw new HclError('comment is not closed', {
        offset: this.#offset,
        remedy: 'close it with */',
      });
    }
    const punctuation = this.#match(PUNCTUATION, 'punctuation');
    if (!punctuation) {
      throw this.#unexpectedCharacter();
    }
    return punctuation;
  }

  #readQuoted() {
    const opening = this.#add('quote-open', '"');
    while (this.#text[this.#offset] !== '"') {
      const template = this.#match(TEMPLATE_OPEN, 'template-open');
      if (template) {
        this.#readTemplate(template);
      } else if (!this.#match(QUOTED_TEXT, 'quoted-text')) {
        throw new HclError('string is not closed on its line', {
          offset: opening.start,
          remedy: 'close it with ", or write a heredoc for several lines',
        });
      }
    }
    this.#add('quote-close', '"');
  }

  #readHeredoc(opening: Token) {
    const marker = opening.text.replace(/^<<-?/, '').trim();
    const closing = new RegExp(`[^\\S\\n]*${marker}[^\\S\\n]*(?=\\n)`, 'uy');
    let lineStarts = true;
    for (;;) {
      if (lineStarts && this.#match(closing, 'heredoc-close')) {
        return;
      }
      const template = this.#match(TEMPLATE_OPEN, 'template-open');
      if (template) {
        this.#readTemplate(template);
        lineStarts = false;
        continue;
      }
      const text = this.#match(HEREDOC_TEXT, 'heredoc-text');
      if (!text && this.#text[this.#offset] === '\r') {
        throw this.#unexpectedCharacter();
      }
      if (!text) {
        throw new HclError(`heredoc is not closed`, {
          offset: opening.start,
          remedy: `end it with a line that holds only ${marker}`,
        });
      }
      lineStarts = text.text.endsWith('\n');
    }
  }

  #match(pattern: RegExp, kind?: undefined): string | undefined;
  #match(pattern: RegExp, kind: TokenKind): Token | undefined;
  #match(pattern: RegExp, kind?: TokenKind): Token | string | undefined {
    pattern.lastIndex = this.#offset;
    const text = pattern.exec(this.#text)?.[0];
    if (!text) {
      return undefined;
    }
    if (!kind) {
      this.#offset += text.length;
      return text;
    }
    return this.#add(kind, text);
  }

  #add(kind: TokenKind, text: string): Token {
    const token = {
      kind,
      text,
      start: this.#offset,
      end: this.#offset + text.length,
    };
    this.#offset = token.end;
    this.#tokens.push(token);
    return token;
  }

  #unexpectedCharacter(): HclError {
    const character = String.fromCodePoint(
      this.#text.codePointAt(this.#offset) ?? 0,
    );
    const shown = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character)
      ? character
      : `U+${character
          .codePointAt(0)
          ?.toString(16)
          .toUpperCase()
          .padStart(4, '0')}`;
    return new HclError(`unexpected character ${shown}`, {
      offset: this.#offset,
      remedy: REMEDIES[character] ?? 'remove it, or put it into a string',
    });
  }
}

/**
 * Cuts HCL text into tokens; the last one is of kind `end`.
 *
 * @throws HclError for a character that HCL does not know, and for strings, heredocs,
 * comments and templates without an end
 * @alpha
 */
export function tokenize(text: string): Token[] {
  return new Lexer(text).tokenize();
}
