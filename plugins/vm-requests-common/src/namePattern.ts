import { MAX_NAME_LENGTH, nameProblem } from './names';

/**
 * What names of several machines look like where nobody says otherwise.
 *
 * @public
 */
export const DEFAULT_NAME_PATTERN = '{app}-{seq:02}';

/**
 * A pattern of names, read: what is before and after the number, and how many digits it has at least.
 *
 * @public
 */
export interface NamePattern {
  before: NamePatternPart[];
  after: NamePatternPart[];
  digits: number;
}

/**
 * A text as it is, or what the form says.
 *
 * @public
 */
export type NamePatternPart = { text: string } | { value: 'env' | 'app' };

/**
 * What the placeholders of a pattern stand for.
 *
 * @public
 */
export interface NamePatternValues {
  env: string;
  app: string;
}

const placeholder = /\{([^{}]*)\}/g;

/** More would not be a number that people read. */
const mostDigits = 6;

function partsOf(text: string): NamePatternPart[] | { problem: string } {
  const parts: NamePatternPart[] = [];
  let end = 0;
  for (const { 0: whole, 1: name, index } of text.matchAll(placeholder)) {
    if (name !== 'env' && name !== 'app') {
      return {
        problem: `A pattern knows {env}, {app} and {seq}, as in {env}-{app}-{seq:03}; it does not know ${whole}.`,
      };
    }
    if (index > end) {
      parts.push({ text: text.slice(end, index) });
    }
    parts.push({ value: name });
    end = index + whole.length;
  }
  if (end < text.length) {
    parts.push({ text: text.slice(end) });
  }
  const stray = parts.find(part => 'text' in part && /[{}]/.test(part.text));
  return stray
    ? { problem: 'A brace of the pattern has no other to go with it.' }
    : parts;
}

/**
 * Reads a pattern of names, such as `{env}-{app}-{seq:03}`. It has exactly one number, `{seq}`, or
 * `{seq:03}` for at least three digits.
 *
 * @returns or what is wrong with it, as a sentence for people
 * @public
 */
export function parseNamePattern(
  pattern: string,
): NamePattern | { problem: string } {
  const numbers = [...pattern.matchAll(/\{seq(?::0?([0-9]+))?\}/g)];
  if (numbers.length !== 1) {
    return {
      problem: `A pattern has one number, {seq} or {seq:03}; this one has ${
        numbers.length === 0 ? 'none' : numbers.length
      }.`,
    };
  }
  const [{ 0: whole, 1: width = '1', index }] = numbers;
  const digits = Number(width);
  if (digits < 1 || digits > mostDigits) {
    return {
      problem: `A number of a name has 1 to ${mostDigits} digits, not ${width}.`,
    };
  }
  const before = partsOf(pattern.slice(0, index));
  const after = partsOf(pattern.slice(index + whole.length));
  if ('problem' in before) {
    return before;
  }
  return 'problem' in after ? after : { before, after, digits };
}

function textOf(
  parts: readonly NamePatternPart[],
  values: NamePatternValues,
): string {
  return parts
    .map(part => ('text' in part ? part.text : values[part.value]))
    .join('');
}

/**
 * The name with a number.
 *
 * @public
 */
export function nameOfNumber(
  { before, after, digits }: NamePattern,
  values: NamePatternValues,
  number: number,
): string {
  return `${textOf(before, values)}${String(number).padStart(
    digits,
    '0',
  )}${textOf(after, values)}`;
}

/**
 * The names of several machines: those with the lowest numbers that are free, from 1.
 *
 * @param isTaken - whether something has a name already
 * @param maxLength - of the machines' blueprint
 * @returns or why there are none such, as a sentence for people
 * @public
 */
export function nextNames(options: {
  pattern: string;
  values: NamePatternValues;
  count: number;
  isTaken: (name: string) => boolean;
  maxLength?: number;
}): { names: string[] } | { problem: string } {
  const { values, count, isTaken, maxLength = MAX_NAME_LENGTH } = options;
  const pattern = parseNamePattern(options.pattern);
  if ('problem' in pattern) {
    return pattern;
  }
  const names: string[] = [];
  for (let number = 1; names.length < count; number++) {
    const name = nameOfNumber(pattern, values, number);
    const problem = nameProblem(name, maxLength);
    if (problem) {
      return { problem: `${name}: ${problem}` };
    }
    if (!isTaken(name)) {
      names.push(name);
    }
  }
  return { names };
}

/**
 * What all names of a pattern begin with; nothing where it is no pattern.
 *
 * @public
 */
export function beginningOfNames(
  pattern: string,
  values: NamePatternValues,
): string {
  const read = parseNamePattern(pattern);
  return 'problem' in read ? '' : textOf(read.before, values);
}
