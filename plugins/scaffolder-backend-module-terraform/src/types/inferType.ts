import { JsonValue } from '@backstage/types';
import { TypeConstraint, typeText } from './TypeConstraint';

const ATTRIBUTE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

/**
 * The narrowest type that a value tells; `any` where it tells none.
 *
 * @internal
 */
export function inferType(value: JsonValue | undefined): TypeConstraint {
  switch (typeof value) {
    case 'string':
      return { kind: 'string' };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'bool' };
    default:
  }
  if (value === null || value === undefined) {
    return { kind: 'any' };
  }
  if (Array.isArray(value)) {
    const [first, ...others] = value.map(inferType);
    const isUniform = others.every(
      other => typeText(other) === typeText(first),
    );
    if (!first) {
      return { kind: 'list', element: { kind: 'any' } };
    }
    return isUniform ? { kind: 'list', element: first } : { kind: 'any' };
  }
  const entries = Object.entries(value as { [key: string]: JsonValue });
  if (!entries.every(([name]) => ATTRIBUTE_NAME.test(name))) {
    return { kind: 'any' };
  }
  return {
    kind: 'object',
    attributes: entries.map(([name, item]) => ({
      name,
      type: inferType(item),
      optional: false,
    })),
  };
}
