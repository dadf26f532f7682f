import { InputError } from '@backstage/errors';
import {
  InventoryKind,
  InventoryQuery,
} from '@backlot/plugin-vm-inventory-common';
import { SortKey } from '../store/Entry';
import { KindTable } from '../store/KindTable';
import { FieldFilter, fieldPredicate, fieldType, Predicate } from './filters';
import { Order } from './Order';

const DEFAULT_SORT = 'name';

// Filters by one of these are answered from an index for all of its values; others by a view each.
const REFERENCES = [
  'host',
  'folder',
  'parent',
  'resourcePool',
  'cluster',
  'datacenter',
  'instanceUuid',
];

/**
 * What narrows a list beyond what the caller asked to filter by.
 *
 * @internal
 */
export interface QueryScope {
  /** Leaves out what the caller may not see; absent when all may be seen. */
  visible?: Predicate;
  /** Where in the tree. */
  within?: FieldFilter[];
}

/**
 * Which entries a list has, in which order.
 *
 * @internal
 */
export interface QueryPlan {
  /** As a query says it, `-` before it for descending. */
  sort: string;
  sortField: string;
  order: Order;
}

interface Choice {
  sort: string;
  sortField: string;
  descending: boolean;
  filters: FieldFilter[];
  /** Those of the filters that the index answers. */
  indexed: FieldFilter[];
  /** Of the index. */
  fields: string[];
}

/**
 * Makes the index that a query needs, so that planning it does not take long.
 *
 * @throws InputError when a field is none
 * @internal
 */
export async function prepareQuery(
  kind: InventoryKind,
  table: KindTable,
  query: Pick<InventoryQuery, 'filter' | 'sort'>,
  scope: Pick<QueryScope, 'within'> = {},
): Promise<void> {
  await table.prepare(choose(kind, query, scope).fields);
}

/**
 * Chooses the index that answers most of a query; of what is left to look at in each entry, a view
 * is made and kept for the next time.
 *
 * @throws InputError when a field or value is none
 * @internal
 */
export function planQuery(
  kind: InventoryKind,
  table: KindTable,
  query: Pick<InventoryQuery, 'filter' | 'search' | 'sort'>,
  scope: QueryScope = {},
): QueryPlan {
  const { sort, sortField, descending, filters, indexed, fields } = choose(
    kind,
    query,
    scope,
  );
  const predicates: Predicate[] = scope.visible ? [scope.visible] : [];
  for (const filter of filters) {
    predicates.push(fieldPredicate(kind, ...filter));
  }
  const search = query.search?.toLocaleLowerCase('en-US') || undefined;
  const needsView =
    scope.visible !== undefined ||
    search !== undefined ||
    filters.length > indexed.length;
  const index = needsView
    ? table.view(
        JSON.stringify([filters, search, idOf(scope.visible)]),
        fields,
        entry =>
          (!search || entry.search.includes(search)) &&
          predicates.every(predicate => predicate(entry.object)),
      )
    : table.sortedBy(...fields);
  const prefix: SortKey[] = indexed.map(([, [value]]) => value);
  return { sort, sortField, order: new Order(index, prefix, descending) };
}

function choose(
  kind: InventoryKind,
  query: Pick<InventoryQuery, 'filter' | 'sort'>,
  scope: Pick<QueryScope, 'within'>,
): Choice {
  const { sort = DEFAULT_SORT } = query;
  const descending = sort.startsWith('-');
  const sortField = descending ? sort.slice(1) : sort;
  if (fieldType(kind, sortField, 'sort by') === 'strings') {
    throw new InputError(
      `A ${kind} can have several values of '${sortField}', so a list cannot be sorted by it`,
    );
  }

  const filters: FieldFilter[] = [
    ...(scope.within ?? []),
    ...Object.entries(query.filter ?? {}).map(
      ([field, value]): FieldFilter => [field, [value].flat()],
    ),
  ];
  const single = (field: string) =>
    filters.find(([name, values]) => name === field && values.length === 1);
  // Ids are unique within a source, so an index by both leaves nothing of other sources to skip.
  const indexed = [
    single('source'),
    REFERENCES.map(single).find(filter => filter !== undefined),
  ].filter(filter => filter !== undefined);
  const fields = [...indexed.map(([field]) => field), sortField];
  return { sort, sortField, descending, filters, indexed, fields };
}

const ids = new WeakMap<Predicate, number>();
let nextId = 1;

/** Tells predicates apart: the same caller's is the same one each time. */
function idOf(predicate: Predicate | undefined): number {
  if (!predicate) {
    return 0;
  }
  let id = ids.get(predicate);
  if (id === undefined) {
    id = nextId++;
    ids.set(predicate, id);
  }
  return id;
}
