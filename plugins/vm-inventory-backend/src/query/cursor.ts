import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { SortKey } from '../store/Entry';

/**
 * Where the next page begins: after the object with this sort key and entry key. It holds for
 * every replica and every later version, because it names an order's place and not a position.
 *
 * @internal
 */
export interface Cursor {
  sort: string;
  sortKey: SortKey;
  key: string;
}

const schema = z.tuple([
  z.string(),
  z.union([z.string(), z.number(), z.null()]),
  z.string(),
]);

/** @internal */
export function encodeCursor({ sort, sortKey, key }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, sortKey ?? null, key])).toString(
    'base64url',
  );
}

/**
 * @throws InputError when it is not a cursor
 * @internal
 */
export function parseCursor(cursor: string): Cursor {
  let parsed;
  try {
    parsed = schema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString()),
    );
  } catch (error) {
    throw new InputError(
      `'cursor' does not come from a list of the inventory: leave it out to start a new list`,
      error,
    );
  }
  return { sort: parsed[0], sortKey: parsed[1] ?? undefined, key: parsed[2] };
}

/**
 * @throws InputError when it is not a cursor, or one of another order
 * @internal
 */
export function decodeCursor(cursor: string, sort: string): Cursor {
  const parsed = parseCursor(cursor);
  if (parsed.sort !== sort) {
    throw new InputError(
      `'cursor' belongs to a list sorted by '${parsed.sort}', not '${sort}'. Leave it out to start a new list.`,
    );
  }
  return parsed;
}
