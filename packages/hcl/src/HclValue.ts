import { JsonValue } from '@backstage/types';
import { BigFloat, bigFloatText, compare, parseBigFloat } from './BigFloat';

/**
 * The type of a value. `any` is that of a null which nothing says more of; lists and maps come only
 * from conditionals, which give their results one type.
 */
export type ValueType =
  | { kind: 'any' | 'string' | 'number' | 'bool' }
  | { kind: 'tuple'; items: ValueType[] }
  | { kind: 'object'; attributes: Map<string, ValueType> }
  | { kind: 'list' | 'map'; element: ValueType };

/** A value as HCL computes with it. */
export interface HclValue {
  type: ValueType;
  /** Items of a tuple or list, and attributes of an object or map. Null for a null of any type. */
  value:
    | null
    | string
    | boolean
    | BigFloat
    | HclValue[]
    | Map<string, HclValue>;
}

export const nullValue: HclValue = { type: { kind: 'any' }, value: null };

export function boolValue(value: boolean): HclValue {
  return { type: { kind: 'bool' }, value };
}

export function numberValue(value: BigFloat): HclValue {
  return { type: { kind: 'number' }, value };
}

/** HCL normalizes all text. */
export function stringValue(text: string): HclValue {
  return { type: { kind: 'string' }, value: text.normalize('NFC') };
}

export function tupleValue(items: HclValue[]): HclValue {
  return {
    type: { kind: 'tuple', items: items.map(({ type }) => type) },
    value: items,
  };
}

export function objectValue(attributes: Map<string, HclValue>): HclValue {
  return {
    type: {
      kind: 'object',
      attributes: new Map(
        [...attributes].map(([name, { type }]) => [name, type]),
      ),
    },
    value: attributes,
  };
}

/** The number that a value is or is converted to; undefined when it is none. */
export function toNumber({ value }: HclValue): BigFloat | undefined {
  return typeof value === 'string' ? parseBigFloat(value) : asNumber(value);
}

/** Undefined for what HCL does not take as a condition. */
export function toBool({ value }: HclValue): boolean | undefined {
  switch (value) {
    case true:
    case 'true':
    case '1':
      return true;
    case false:
    case 'false':
    case '0':
      return false;
    default:
      return undefined;
  }
}

/** Undefined for null, lists and objects. */
export function toText({ value }: HclValue): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') {
    return String(value);
  }
  const number = asNumber(value);
  return number && bigFloatText(number);
}

function asNumber(value: HclValue['value']): BigFloat | undefined {
  return value !== null && typeof value === 'object' && 'mantissa' in value
    ? value
    : undefined;
}

/** Numbers are the nearest that JavaScript has. */
export function toJson({ value }: HclValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(toJson);
  }
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([name, item]) => [name, toJson(item)]),
    );
  }
  const number = asNumber(value);
  return number ? Number(bigFloatText(number)) : (value as JsonValue);
}

/** Whether a type is of one of these kinds, or holds one that is. */
export function typeHolds(
  type: ValueType,
  kinds: ValueType['kind'][],
): boolean {
  if (kinds.includes(type.kind)) {
    return true;
  }
  const holds = (inner: ValueType) => typeHolds(inner, kinds);
  switch (type.kind) {
    case 'tuple':
      return type.items.some(holds);
    case 'object':
      return [...type.attributes.values()].some(holds);
    case 'list':
    case 'map':
      return holds(type.element);
    default:
      return false;
  }
}

export function isSameType(a: ValueType, b: ValueType): boolean {
  if (a === b) {
    return true;
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => isSameType(item, b.items[index]))
    );
  }
  if (a.kind === 'object' && b.kind === 'object') {
    return (
      a.attributes.size === b.attributes.size &&
      [...a.attributes].every(([name, type]) => {
        const other = b.attributes.get(name);
        return other !== undefined && isSameType(type, other);
      })
    );
  }
  if ('element' in a && 'element' in b) {
    return a.kind === b.kind && isSameType(a.element, b.element);
  }
  return a.kind === b.kind;
}

/** Values of different types are never equal; nulls always are. */
export function isEqual(a: HclValue, b: HclValue): boolean {
  if (a.value === null || b.value === null) {
    return a.value === b.value;
  }
  return isSameType(a.type, b.type) && hasEqualContent(a.value, b.value);
}

function hasEqualContent(
  a: NonNullable<HclValue['value']>,
  b: NonNullable<HclValue['value']>,
): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
    );
  }
  if (a instanceof Map && b instanceof Map) {
    return (
      a.size === b.size &&
      [...a].every(([name, item]) => {
        const other = b.get(name);
        return other !== undefined && isEqual(item, other);
      })
    );
  }
  const [left, right] = [asNumber(a), asNumber(b)];
  return left && right ? compare(left, right) === 0 : a === b;
}

/**
 * The type that HCL converts values of several types to; undefined when there is none. It is not
 * known here for types that differ and hold `any`, lists or maps.
 */
export function unifyTypes(types: ValueType[]): ValueType | undefined {
  const [first, ...others] = types;
  if (others.every(other => isSameType(other, first))) {
    return first;
  }
  const tuples = types.flatMap(type => (type.kind === 'tuple' ? [type] : []));
  if (tuples.length > 0) {
    return tuples.length === types.length
      ? unifyTuples(tuples.map(({ items }) => items))
      : undefined;
  }
  const objects = types.flatMap(type => (type.kind === 'object' ? [type] : []));
  if (objects.length > 0) {
    return objects.length === types.length
      ? unifyObjects(objects.map(({ attributes }) => attributes))
      : undefined;
  }
  // All else is converted to a string, but only where one of them is a string.
  return types.find(({ kind }) => kind === 'string');
}

function unifyTuples(tuples: ValueType[][]): ValueType | undefined {
  const [first] = tuples;
  if (tuples.some(({ length }) => length !== first.length)) {
    const element = unifyTypes(tuples.flat());
    return element && { kind: 'list', element };
  }
  const items = first.map((_, index) =>
    unifyTypes(tuples.map(tuple => tuple[index])),
  );
  return items.every(isDefined) ? { kind: 'tuple', items } : undefined;
}

function unifyObjects(
  objects: Map<string, ValueType>[],
): ValueType | undefined {
  const [first] = objects;
  const names = [...first.keys()];
  const haveSameNames = objects.every(
    object =>
      object.size === first.size && names.every(name => object.has(name)),
  );
  if (!haveSameNames) {
    const element = unifyTypes(objects.flatMap(object => [...object.values()]));
    return element && { kind: 'map', element };
  }
  const attributes = new Map<string, ValueType>();
  for (const name of names) {
    const type = unifyTypes(
      objects.flatMap(object => {
        const attribute = object.get(name);
        return attribute ? [attribute] : [];
      }),
    );
    if (!type) {
      return undefined;
    }
    attributes.set(name, type);
  }
  return { kind: 'object', attributes };
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** Converts a value to a type that `unifyTypes` made of its own and others. */
export function convert(from: HclValue, type: ValueType): HclValue {
  const { value } = from;
  if (value === null) {
    return { type, value };
  }
  if (isSameType(from.type, type)) {
    return from;
  }
  if (Array.isArray(value)) {
    return {
      type,
      value: value.map((item, index) => {
        const itemType = itemTypeOf(type, index);
        return itemType ? convert(item, itemType) : item;
      }),
    };
  }
  if (value instanceof Map) {
    return {
      type,
      value: new Map(
        [...value].map(([name, item]) => {
          const itemType = itemTypeOf(type, name);
          return [name, itemType ? convert(item, itemType) : item];
        }),
      ),
    };
  }
  return { type, value: toText(from) ?? value };
}

function itemTypeOf(
  type: ValueType,
  index: number | string,
): ValueType | undefined {
  switch (type.kind) {
    case 'tuple':
      return type.items[Number(index)];
    case 'object':
      return type.attributes.get(String(index));
    case 'list':
    case 'map':
      return type.element;
    default:
      return undefined;
  }
}
