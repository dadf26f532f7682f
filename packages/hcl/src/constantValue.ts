import { JsonValue } from '@backstage/types';
import { bareWord, evaluate } from './evaluate';
import { HclError } from './HclError';
import { Expression } from './syntax';

/**
 * The value of an expression that is the same wherever it stands; undefined for one that refers to
 * something, calls a function or cannot be evaluated.
 *
 * @alpha
 */
export function constantValue(expression: Expression): JsonValue | undefined {
  try {
    return evaluate(expression);
  } catch (error) {
    if (error instanceof HclError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The text of a string without templates; undefined for anything else.
 *
 * @alpha
 */
export function constantText(expression: Expression): string | undefined {
  if (expression.kind !== 'template') {
    return undefined;
  }
  let text = '';
  for (const part of expression.parts) {
    if (part.kind !== 'text') {
      return undefined;
    }
    text += part.text;
  }
  return text;
}

/**
 * The key of an object's item: a bare word is its own text, `null` and `true` included.
 *
 * @alpha
 */
export function objectKey(key: Expression): string | undefined {
  const word = bareWord(key);
  if (word !== undefined) {
    return word;
  }
  const value = constantValue(key);
  return value === null || typeof value === 'object' || value === undefined
    ? undefined
    : String(value);
}
