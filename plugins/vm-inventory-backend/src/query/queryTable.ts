import { InputError } from '@backstage/errors';
import {
  InventoryKind,
  InventoryObjectOf,
  InventoryQuery,
} from '@backlot/plugin-vm-inventory-common';
import { Entry, SortKey } from '../store/Entry';
import { KindTable } from '../store/KindTable';
import { decodeCursor, encodeCursor } from './cursor';
import { fieldPredicate, fieldType, Predicate } from './filters';
import { Order } from './Order';

const DEFAULT_SORT = 'name';
const DEFAULT_LIMIT = 50;

// Filters by one of these are answered from an index; all others look at each object.
const REFERENCES = [
  'host',
  'folder',
  'parent',
  'resourcePool',
  'cluster',
  'datacenter',
  'instanceUuid',
  'source',
];

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
 * @throws InputError when a field, value or cursor is none
 * @internal
 */
export function queryTable<K extends InventoryKind>(
  kind: K,
  table: KindTable,
  query: InventoryQuery,
  visible?: Predicate,
): TablePage<K> {
  const { sort = DEFAULT_SORT, limit = DEFAULT_LIMIT } = query;
  const descending = sort.startsWith('-');
  const sortField = descending ? sort.slice(1) : sort;
  if (fieldType(kind, sortField, 'sort by') === 'strings') {
    throw new InputError(
      `A ${kind} holds several of '${sortField}', which have no order`,
    );
  }
  const predicates: Predicate[] = visible ? [visible] : [];
  const filters = Object.entries(query.filter ?? {}).map(
    ([field, value]) => [field, [value].flat()] as const,
  );
  const indexed = REFERENCES.map(reference =>
    filters.find(
      ([field, values]) => field === reference && values.length === 1,
    ),
  ).find(filter => filter !== undefined);
  for (const [field, values] of filters) {
    const predicate = fieldPredicate(kind, field, values);
    if (field !== indexed?.[0]) {
      predicates.push(predicate);
    }
  }

  const prefix: SortKey[] = indexed ? [indexed[1][0]] : [];
  const index = indexed
    ? table.sortedBy(indexed[0], sortField)
    : table.sortedBy(sortField);
  const order = new Order(index, prefix, descending);
  const first =
    query.cursor === undefined
      ? 0
      : order.after(decodeCursor(query.cursor, sort));
  const search = query.search?.toLocaleLowerCase('en-US');
  const page =
    predicates.length === 0 && !search
      ? slice(order, first, limit)
      : scan(order, first, limit, entry =>
          search && !entry.search.includes(search)
            ? false
            : predicates.every(predicate => predicate(entry.object)),
        );
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

function scan(
  order: Order,
  first: number,
  limit: number,
  matches: (entry: Entry) => boolean,
): Page {
  const entries: Entry[] = [];
  let total = 0;
  let more = false;
  for (let i = 0; i < order.length; i++) {
    const entry = order.at(i);
    if (matches(entry)) {
      total++;
      if (i >= first) {
        if (entries.length < limit) {
          entries.push(entry);
        } else {
          more = true;
        }
      }
    }
  }
  return { entries, total, more };
}
