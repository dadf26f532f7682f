import { HclError, MAX_DEPTH, tooDeep } from './HclError';
import { tokenize } from './Lexer';
import { describeToken, Token, TokenKind } from './tokens';

/**
 * The tokens of a text, read one after another. Comments are left out; the ends of lines are left
 * out too where HCL does not mind them, as in parentheses.
 *
 * @internal
 */
export class TokenStream {
  readonly #tokens: Token[];
  readonly #newlines: boolean[] = [true];
  #index = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text).filter(token => token.kind !== 'comment');
  }

  peek(): Token {
    while (
      !this.#newlines[this.#newlines.length - 1] &&
      this.#tokens[this.#index].kind === 'newline'
    ) {
      this.#index += 1;
    }
    return this.#tokens[this.#index];
  }

  read(): Token {
    const token = this.peek();
    if (token.kind !== 'end') {
      this.#index += 1;
    }
    return token;
  }

  /** Whether the next token is this punctuation. */
  sees(punctuation: string): boolean {
    const token = this.peek();
    return token.kind === 'punctuation' && token.text === punctuation;
  }

  /** Whether the next token is this word. */
  seesWord(word: string): boolean {
    const token = this.peek();
    return token.kind === 'identifier' && token.text === word;
  }

  /** Reads the next token if it is this punctuation. */
  take(punctuation: string): Token | undefined {
    return this.sees(punctuation) ? this.read() : undefined;
  }

  /** Reads this punctuation. */
  expect(punctuation: string, message: string, remedy: string): Token {
    const token = this.take(punctuation);
    if (!token) {
      throw this.unexpected(message, remedy);
    }
    return token;
  }

  /** Reads a token of this kind. */
  expectKind(kind: TokenKind, message: string, remedy: string): Token {
    if (this.peek().kind !== kind) {
      throw this.unexpected(message, remedy);
    }
    return this.read();
  }

  /** Runs with the ends of lines left out, or not. */
  withNewlines<T>(included: boolean, run: () => T): T {
    this.#newlines.push(included);
    try {
      return run();
    } finally {
      this.#newlines.pop();
    }
  }

  /**
   * Runs one level deeper.
   *
   * @throws HclError for what is nested too deep
   */
  nested<T>(run: () => T): T {
    if (this.#depth === MAX_DEPTH) {
      throw tooDeep(this.peek().start);
    }
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
    }
  }

  /** An error at the next token, which it names. */
  unexpected(message: string, remedy: string): HclError {
    const token = this.peek();
    return new HclError(`${message}, found ${describeToken(token)}`, {
      offset: token.start,
      remedy,
    });
  }
}
