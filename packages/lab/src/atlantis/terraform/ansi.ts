const codes = {
  bold: 1,
  grey: 90,
  green: 32,
  yellow: 33,
  red: 31,
} as const;

/**
 * Text in a terminal's colour, as Terraform writes it.
 *
 * @internal
 */
export function paint(style: keyof typeof codes, text: string): string {
  return `\u001b[${codes[style]}m${text}\u001b[0m`;
}

/**
 * Text without colours, as Atlantis answers it.
 *
 * @internal
 */
export function unpaint(text: string): string {
  // eslint-disable-next-line no-control-regex -- an escape sequence begins with a control character
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
