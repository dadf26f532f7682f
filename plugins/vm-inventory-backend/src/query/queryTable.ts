import { InputError } from '@backstage/errors';
import {
  InventoryKind,
  InventoryObjectOf,
  InventoryQuery,
} from '@backlot/plugin-vm-inventory-common';
import { Entry } from '../store/Entry';
import { KindTable } from '../store/KindTable';
import { decodeCursor, encodeCursor } from './cursor';
import { FieldFilter, Predicate } from './filters';
import { Order } from './Order';
import { planQuery } from './planQuery';

const DEFAULT_LIMIT = 50;

/**
 * A page of a list, freshness aside.
 *
 * @internal
 */
export interface TablePage<K extends InventoryKind> {
  items: InventoryObjectOf<K>[];
  total: number;
  nextCursor?: string;
}

/**
 * Filters, sorts and pages the objects of one kind.
 *
 * @param visible - leaves out what the caller may not see; absent when all may be seen
 * @param within - filters beside those of the query
 * @throws InputError when a field, value or cursor is none, and when both cursor and offset are
 * given
 * @internal
 */
export function queryTable<K extends InventoryKind>(
  kind: K,
  table: KindTable,
  query: InventoryQuery,
  visible?: Predicate,
  within?: FieldFilter[],
): TablePage<K> {
  const { limit = DEFAULT_LIMIT, cursor, offset } = query;
  if (cursor !== undefined && offset !== undefined) {
    throw new InputError(
      `'cursor' and 'offset' both say where the page begins: give one of them`,
    );
  }
  const { order, sort, sortField } = planQuery(kind, table, query, {
    visible,
    within,
  });
  const first =
    cursor === undefined ? 0 : order.after(decodeCursor(cursor, sort));
  const page = slice(order, offset ?? first, limit);

  const last = page.entries.at(-1);
  return {
    items: page.entries.map(({ object }) => object as InventoryObjectOf<K>),
    total: page.total,
    ...(page.more &&
      last && {
        nextCursor: encodeCursor({
          sort,
          sortKey: last.sortKey(sortField),
          key: last.key,
        }),
      }),
  };
}

interface Page {
  entries: Entry[];
  total: number;
  more: boolean;
}

function slice(order: Order, first: number, limit: number): Page {
  const entries: Entry[] = [];
  const end = Math.min(order.length, first + limit);
  for (let i = first; i < end; i++) {
    entries.push(order.at(i));
  }
  return { entries, total: order.length, more: end < order.length };
}
