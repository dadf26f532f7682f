import { InputError } from '@backstage/errors';
import { JsonValue } from '@backstage/types';

const ESCAPES: Record<string, string> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/**
 * Text as it is written between the quotes of an HCL string, whatever stands before and after it
 * there: it can neither end the string nor take part in a template. (An empty text is the exception:
 * it lets its neighbours touch.)
 *
 * @throws InputError for text that is not Unicode
 * @alpha
 */
export function quotedText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) {
    throw new InputError('Half of a character cannot be part of an HCL string');
  }
  // A dollar or percent sign means nothing without the brace after it; what follows the last
  // character is not known here.
  return text.replace(
    /[$%]$|[{"\\\p{Cc}\p{Cf}\p{Cn}\p{Co}\u2028\u2029]/gu,
    character => ESCAPES[character] ?? unicodeEscape(character),
  );
}

/**
 * A value as HCL, on one line.
 *
 * @throws InputError for text that is not Unicode, and for numbers that HCL cannot write
 * @alpha
 */
export function hclLiteral(value: JsonValue): string {
  if (typeof value === 'string') {
    return `"${quotedText(value)}"`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InputError(`HCL has no number ${value}`);
  }
  if (Array.isArray(value)) {
    return `[${value.map(hclLiteral).join(', ')}]`;
  }
  if (value !== null && typeof value === 'object') {
    const items = Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [`${hclLiteral(key)} = ${hclLiteral(item)}`],
    );
    return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function unicodeEscape(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4
    ? `\\U${hex.padStart(8, '0')}`
    : `\\u${hex.padStart(4, '0')}`;
}
