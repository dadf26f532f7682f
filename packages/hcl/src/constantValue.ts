import { JsonValue } from '@backstage/types';
import { Expression } from './syntax';

/**
 * The value of an expression that is written out, as in a `.tfvars` file; undefined when it has to
 * be evaluated.
 *
 * @internal
 */
export function constantValue(expression: Expression): JsonValue | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return constantText(expression);
    case 'parentheses':
      return constantValue(expression.inner);
    case 'unary': {
      const operand = constantValue(expression.operand);
      return expression.operator === '-' && typeof operand === 'number'
        ? -operand
        : undefined;
    }
    case 'tuple': {
      const items: JsonValue[] = [];
      for (const item of expression.items) {
        const value = constantValue(item);
        if (value === undefined) {
          return undefined;
        }
        items.push(value);
      }
      return items;
    }
    case 'object': {
      const entries: [string, JsonValue][] = [];
      for (const item of expression.items) {
        const key = objectKey(item.key);
        const value = constantValue(item.value);
        if (key === undefined || value === undefined) {
          return undefined;
        }
        entries.push([key, value]);
      }
      return Object.fromEntries(entries);
    }
    default:
      return undefined;
  }
}

/**
 * The text of a string without templates; undefined for anything else.
 *
 * @internal
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
 * The key of an object's item: a bare word is its own text.
 *
 * @internal
 */
export function objectKey(key: Expression): string | undefined {
  if (key.kind === 'variable') {
    return key.name;
  }
  const value = constantValue(key);
  return value === null || typeof value === 'object' || value === undefined
    ? undefined
    : String(value);
}
