import { InputError } from '@backstage/errors';
import {
  inventoryFields,
  InventoryFieldType,
  InventoryKind,
  InventoryObject,
} from '@backlot/plugin-vm-inventory-common';

/**
 * Whether an object is let through.
 *
 * @internal
 */
export type Predicate = (object: InventoryObject) => boolean;

/**
 * A field, and the values of which any will do.
 *
 * @internal
 */
export type FieldFilter = readonly [field: string, values: readonly string[]];

/**
 * The type of a field.
 *
 * @throws InputError when the kind has no such field
 * @internal
 */
export function fieldType(
  kind: InventoryKind,
  field: string,
  purpose: string,
): InventoryFieldType {
  const fields = inventoryFields[kind];
  if (!Object.hasOwn(fields, field)) {
    throw new InputError(
      `A ${kind} has no field '${field}' to ${purpose}. It has: ${Object.keys(
        fields,
      ).join(', ')}.`,
    );
  }
  return fields[field];
}

/**
 * Lets objects through of which a field holds one of these values.
 *
 * @throws InputError when the kind has no such field, or it never holds such a value
 * @internal
 */
export function fieldPredicate(
  kind: InventoryKind,
  field: string,
  values: readonly string[],
): Predicate {
  const type = fieldType(kind, field, 'filter by');
  const name = field as keyof InventoryObject;
  const wanted = new Set<unknown>(
    values.map(value => parseValue(field, type, value)),
  );
  if (type === 'strings') {
    return object => {
      const held: unknown = object[name];
      return Array.isArray(held) && held.some(each => wanted.has(each));
    };
  }
  if (wanted.size === 1) {
    const [only] = wanted;
    return object => object[name] === only;
  }
  return object => wanted.has(object[name]);
}

function parseValue(field: string, type: InventoryFieldType, value: string) {
  if (type === 'number') {
    const number = Number(value);
    if (value.trim() === '' || !Number.isFinite(number)) {
      throw new InputError(`'${field}' is a number, not '${value}'`);
    }
    return number;
  }
  if (type === 'boolean') {
    if (value !== 'true' && value !== 'false') {
      throw new InputError(`'${field}' is true or false, not '${value}'`);
    }
    return value === 'true';
  }
  return value;
}
