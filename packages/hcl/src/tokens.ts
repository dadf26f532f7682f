/** @alpha */
export type TokenKind =
  | 'identifier'
  | 'number'
  | 'punctuation'
  | 'newline'
  | 'comment'
  | 'placeholder'
  | 'quote-open'
  | 'quote-close'
  | 'quoted-text'
  | 'heredoc-open'
  | 'heredoc-close'
  | 'heredoc-text'
  | 'template-open'
  | 'template-close'
  | 'end';

/**
 * A piece of HCL text.
 *
 * @alpha
 */
export interface Token {
  kind: TokenKind;
  text: string;
  start: number;
  end: number;
}

/**
 * A token in words, for messages.
 *
 * @alpha
 */
export function describeToken(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the file';
    case 'newline':
      return 'the end of the line';
    case 'quote-open':
      return 'a quoted string';
    case 'heredoc-open':
      return 'a heredoc';
    case 'placeholder':
      return 'a placeholder';
    default:
      return `"${token.text}"`;
  }
}
