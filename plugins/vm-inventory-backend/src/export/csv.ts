/**
 * What a cell holds.
 *
 * @internal
 */
export type CsvValue = string | number | boolean | undefined;

// A spreadsheet takes a text that begins with one of these for a formula, and runs it.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
// Semicolon and tab, too: some spreadsheets part cells at these, whatever the standard says.
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * A line of comma-separated values as of RFC 4180, with its line break. A text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 *
 * @internal
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: CsvValue): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
