import { contains, parseIp } from '../ipAddress';
import { NetBoxStore } from '../NetBoxStore';
import { NetBoxRows, TableName } from '../tables';

/**
 * One query parameter of a list. Several values are alternatives.
 *
 * @internal
 */
export interface Filter<T> {
  matches(row: T, value: string, store: NetBoxStore): boolean;
  /** The values that there are, if others are refused. */
  choices?(store: NetBoxStore): string[];
  /** Whether a value that is no whole number is refused. */
  isNumber?: boolean;
}

type KeyOf<T, V> = {
  [K in keyof T]-?: T[K] extends V ? K : never;
}[keyof T];

/** @internal */
export function is<T>(key: keyof T): Filter<T> {
  return { matches: (row, value) => String(row[key]) === value };
}

/** @internal */
export function isTrue<T>(key: keyof T): Filter<T> {
  return { matches: (row, value) => String(row[key]) === value.toLowerCase() };
}

/** @internal */
export function hasId<T extends { id: number }>(): Filter<T> {
  return { ...is<T>('id'), isNumber: true };
}

/** @internal */
export function isIgnoringCase<T>(key: keyof T): Filter<T> {
  return {
    matches: (row, value) =>
      String(row[key]).toLowerCase() === value.toLowerCase(),
  };
}

/** @internal */
export function includesText<T>(key: keyof T): Filter<T> {
  return {
    matches: (row, value) =>
      String(row[key]).toLowerCase().includes(value.toLowerCase()),
  };
}

/** @internal */
export function isOneOf<T>(
  key: keyof T,
  choices: readonly string[],
): Filter<T> {
  return { ...is<T>(key), choices: () => [...choices] };
}

/** @internal */
export function refersTo<T>(
  key: keyof T,
  table: TableName,
  nullable = false,
): Filter<T> {
  return {
    ...is<T>(key),
    choices: store => [
      ...store
        .table(table)
        .all()
        .map(row => String(row.id)),
      ...(nullable ? ['null'] : []),
    ],
  };
}

/** Refers to a record by another attribute than its id, e.g. to a VRF by its route distinguisher. @internal */
export function refersBy<T, N extends TableName>(
  key: keyof T,
  table: N,
  attribute: keyof NetBoxRows[N],
): Filter<T> {
  return {
    matches: (row, value, store) => {
      const id = row[key];
      return id === null
        ? value === 'null'
        : String(store.table(table).get(id as number)?.[attribute]) === value;
    },
    choices: store => [
      ...store
        .table(table)
        .all()
        .map(row => String(row[attribute])),
      'null',
    ],
  };
}

/** @internal */
export function hasTag<T extends { tags: number[] }>(): Filter<T> {
  return {
    matches: (row, value, store) =>
      row.tags.some(id => store.table('tags').get(id)?.slug === value),
    choices: store =>
      store
        .table('tags')
        .all()
        .map(tag => tag.slug),
  };
}

/** Compares a stored network or address with the one asked for. */
function compares<T>(
  key: KeyOf<T, string>,
  test: (
    stored: NonNullable<ReturnType<typeof parseIp>>,
    asked: NonNullable<ReturnType<typeof parseIp>>,
    text: string,
  ) => boolean,
): Filter<T> {
  return {
    matches: (row, value) => {
      const stored = parseIp(String(row[key]));
      const asked = parseIp(value);
      return Boolean(stored && asked && test(stored, asked, value));
    },
  };
}

/** @internal */
export function isNetwork<T>(key: KeyOf<T, string>): Filter<T> {
  return compares(
    key,
    (stored, asked) =>
      stored.family === asked.family &&
      stored.host === asked.host &&
      stored.length === asked.length,
  );
}

/** An address with a mask asks for that mask, one without it for any. @internal */
export function isAddress<T>(key: KeyOf<T, string>): Filter<T> {
  return compares(
    key,
    (stored, asked, asText) =>
      stored.family === asked.family &&
      stored.host === asked.host &&
      (!asText.includes('/') || stored.length === asked.length),
  );
}

/** @internal */
export function liesIn<T>(key: KeyOf<T, string>, orIs: boolean): Filter<T> {
  return compares(
    key,
    (stored, asked) =>
      contains(asked, stored) && (orIs || stored.length > asked.length),
  );
}

/** @internal */
export function containsNetwork<T>(key: KeyOf<T, string>): Filter<T> {
  return compares(key, (stored, asked) => contains(stored, asked));
}
