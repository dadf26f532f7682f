import { isNumberText } from '@backlot/hcl';
import { JsonValue } from '@backstage/types';
import { TypeConstraint, typeText } from './TypeConstraint';

/**
 * Why a value is not of a type.
 *
 * @internal
 */
export interface Mismatch {
  /** Path within the value, e.g. `.disks[0].size_gib`; empty for the value itself. */
  path: string;
  message: string;
  severity: 'error' | 'warning';
}

/**
 * Compares a value with a type, by the conversions that Terraform itself makes: `5` is taken as a
 * string and `"5"` as a number. Attributes that an object does not name are dropped by Terraform,
 * and so are only a warning.
 *
 * @internal
 */
export function matchType(
  value: JsonValue | undefined,
  type: TypeConstraint,
  path: string = '',
): Mismatch[] {
  if (value === null || value === undefined || type.kind === 'any') {
    return [];
  }
  switch (type.kind) {
    case 'string':
      return typeof value === 'object' ? [mismatch(path, value, type)] : [];
    case 'number':
      return isNumber(value) ? [] : [mismatch(path, value, type)];
    case 'bool':
      return isBool(value) ? [] : [mismatch(path, value, type)];
    case 'list':
    case 'set':
      return Array.isArray(value)
        ? value.flatMap((item, index) =>
            matchType(item, type.element, `${path}[${index}]`),
          )
        : [mismatch(path, value, type)];
    case 'tuple':
      return Array.isArray(value) && value.length === type.items.length
        ? value.flatMap((item, index) =>
            matchType(item, type.items[index], `${path}[${index}]`),
          )
        : [mismatch(path, value, type)];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) =>
            matchType(item, type.element, `${path}[${JSON.stringify(key)}]`),
          )
        : [mismatch(path, value, type)];
    case 'object':
    default:
      return isObject(value)
        ? matchObject(value, type, path)
        : [mismatch(path, value, type)];
  }
}

function matchObject(
  value: { [key: string]: JsonValue | undefined },
  type: Extract<TypeConstraint, { kind: 'object' }>,
  path: string,
): Mismatch[] {
  const names = type.attributes.map(({ name }) => name);
  return [
    ...type.attributes.flatMap((attribute): Mismatch[] => {
      if (Object.hasOwn(value, attribute.name)) {
        return matchType(
          value[attribute.name],
          attribute.type,
          `${path}.${attribute.name}`,
        );
      }
      return attribute.optional
        ? []
        : [
            {
              path,
              message: `lacks the attribute "${attribute.name}"`,
              severity: 'error',
            },
          ];
    }),
    ...Object.keys(value)
      .filter(name => !names.includes(name))
      .map(
        (name): Mismatch => ({
          path,
          message: `has the attribute "${name}", which its type does not name and Terraform drops`,
          severity: 'warning',
        }),
      ),
  ];
}

function mismatch(
  path: string,
  value: JsonValue,
  type: TypeConstraint,
): Mismatch {
  return {
    path,
    message: `is ${describe(value)}, not ${typeText(type)}`,
    severity: 'error',
  };
}

function describe(value: JsonValue): string {
  if (Array.isArray(value)) {
    return `a list of ${value.length}`;
  }
  return value !== null && typeof value === 'object'
    ? 'an object'
    : `a ${typeof value}`;
}

function isNumber(value: JsonValue): boolean {
  return (
    typeof value === 'number' ||
    (typeof value === 'string' && isNumberText(value))
  );
}

function isBool(value: JsonValue): boolean {
  return (
    typeof value === 'boolean' ||
    (typeof value === 'string' && ['true', 'false', '1', '0'].includes(value))
  );
}

function isObject(
  value: JsonValue,
): value is { [key: string]: JsonValue | undefined } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
