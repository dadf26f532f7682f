import { Knex } from 'knex';
import {
  AttemptPhase,
  Obstacle,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { RequestListQuery } from './RequestStore';
import { RequestCountRow } from './rows';
import { wherePermitted } from './wherePermitted';

/** What requests are counted by. */
export interface Counted {
  state: RequestState;
  phase: AttemptPhase;
  obstacle: Obstacle | null;
  /** Whether people decide on it. */
  needsApproval: boolean;
  environment: string;
  owner: string;
  requestedBy: string;
}

/** So many requests that are alike in all that a list without persons tells apart. */
export type RequestGroup = Omit<Counted, 'owner' | 'requestedBy'> & {
  count: number;
};

/**
 * The same requests are counted four times, so that a list adds up few rows whatever it is narrowed
 * by: all of a company in a few dozens, those of an owner or a requester in those of their own.
 */
const scopes = {
  all: { owner: false, requester: false },
  owner: { owner: true, requester: false },
  requester: { owner: false, requester: true },
  both: { owner: true, requester: true },
} as const;

type Scope = keyof typeof scopes;

/** More rows than there are. */
const everything = 1_000_000_000;

const keyColumns = [
  'scope',
  'state',
  'environment',
  'phase',
  'obstacle',
  'needs_approval',
  'owner',
  'requested_by',
] as const;

function rowsOf(request: Counted, count: number): RequestCountRow[] {
  return (Object.keys(scopes) as Scope[]).map(scope => ({
    scope,
    state: request.state,
    environment: request.environment,
    phase: request.phase,
    obstacle: request.obstacle ?? '',
    needs_approval: request.needsApproval ? 1 : 0,
    owner: scopes[scope].owner ? request.owner : '',
    requested_by: scopes[scope].requester ? request.requestedBy : '',
    count,
  }));
}

function keyOf(row: RequestCountRow): string {
  return JSON.stringify(keyColumns.map(column => row[column]));
}

/** The counts of some requests, without those that come to nothing, in one order for all writers. */
export function sumCounts(
  changes: { request: Counted; count: number }[],
): RequestCountRow[] {
  const rows = new Map<string, RequestCountRow>();
  for (const { request, count } of changes) {
    for (const row of rowsOf(request, count)) {
      const key = keyOf(row);
      const known = rows.get(key);
      rows.set(key, known ? { ...known, count: known.count + count } : row);
    }
  }
  return [...rows]
    .filter(([, { count }]) => count !== 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, row]) => row);
}

/**
 * Counts a request as what it is now, no longer as what it was.
 *
 * Call it last in the transaction that changes the request: the rows of counts are shared by all
 * requests, and others wait for them until the transaction ends. All take them in the same order, so
 * none wait for each other.
 */
export async function changeCounts(
  trx: Knex.Transaction,
  before: Counted | undefined,
  after: Counted | undefined,
): Promise<void> {
  const rows = sumCounts([
    ...(before ? [{ request: before, count: -1 }] : []),
    ...(after ? [{ request: after, count: 1 }] : []),
  ]);
  if (rows.length === 0) {
    return;
  }
  await addCounts(trx, rows);
  const emptied = rows.filter(({ count }) => count < 0);
  if (emptied.length > 0) {
    await trx<RequestCountRow>('request_counts')
      .where({ count: 0 })
      .where(builder => {
        for (const { count, ...key } of emptied) {
          builder.orWhere(key);
        }
      })
      .delete();
  }
}

/** Adds to the counts, in the order of the rows. */
export async function addCounts(
  trx: Knex.Transaction,
  rows: RequestCountRow[],
): Promise<void> {
  await trx<RequestCountRow>('request_counts')
    .insert(rows)
    .onConflict([...keyColumns])
    .merge({
      count: trx.raw('?? + ??', ['request_counts.count', 'excluded.count']),
    });
}

/** What of a query can be counted. */
export type CountedQuery = Pick<
  RequestListQuery,
  | 'filter'
  | 'environment'
  | 'owner'
  | 'requestedBy'
  | 'notRequestedBy'
  | 'requestedFor'
  | 'notRequestedFor'
>;

/** Narrows requests to what a query asks for and permissions let. */
export function whereAsked(
  builder: Knex.QueryBuilder,
  query: CountedQuery,
): void {
  const { requestedFor, notRequestedFor } = query;
  whereCounted(builder, query, 'requests');
  if (requestedFor) {
    builder.whereIn('requested_for', requestedFor);
  }
  if (notRequestedFor) {
    builder.where(one =>
      one
        .whereNull('requested_for')
        .orWhereNotIn('requested_for', notRequestedFor),
    );
  }
}

/** Narrows requests, or their counts, by the columns that both have. */
function whereCounted(
  builder: Knex.QueryBuilder,
  query: CountedQuery,
  table: 'requests' | 'request_counts',
): void {
  const { filter } = query;
  if (filter) {
    builder.where(inner => wherePermitted(inner, filter, table));
  }
  const lists = {
    environment: query.environment,
    owner: query.owner,
    requested_by: query.requestedBy,
  };
  for (const [column, values] of Object.entries(lists)) {
    if (values) {
      builder.whereIn(`${table}.${column}`, [...values]);
    }
  }
  if (query.notRequestedBy !== undefined) {
    builder.whereNot(`${table}.requested_by`, query.notRequestedBy);
  }
}

function fieldsOf(filter: NonNullable<CountedQuery['filter']>): string[] {
  if ('anyOf' in filter) {
    return filter.anyOf.flatMap(fieldsOf);
  }
  if ('allOf' in filter) {
    return filter.allOf.flatMap(fieldsOf);
  }
  return 'not' in filter ? fieldsOf(filter.not) : [filter.field];
}

function scopeOf(query: CountedQuery): Scope {
  const fields = query.filter ? fieldsOf(query.filter) : [];
  const owner = query.owner !== undefined || fields.includes('owner');
  const requester =
    query.requestedBy !== undefined ||
    query.notRequestedBy !== undefined ||
    fields.includes('requestedBy');
  if (owner) {
    return requester ? 'both' : 'owner';
  }
  return requester ? 'requester' : 'all';
}

const groupColumns = [
  'state',
  'phase',
  'obstacle',
  'needs_approval',
  'environment',
] as const;

/** The rows of counts that a query adds up. */
function countsOf(db: Knex, query: CountedQuery): Knex.QueryBuilder {
  const scope = scopeOf(query);
  return db('request_counts')
    .where({
      scope,
      ...(!scopes[scope].owner && { owner: '' }),
      ...(!scopes[scope].requester && { requested_by: '' }),
    })
    .modify(builder => whereCounted(builder, query, 'request_counts'))
    .select(...groupColumns, 'count');
}

/** Whether there is a row of counts for each group: of one person, or of any. */
function areCountedApart(query: CountedQuery): boolean {
  const { owner, requestedBy } = query;
  const scope = scopeOf(query);
  return (
    scope === 'all' ||
    (scope === 'owner' && owner?.length === 1) ||
    (scope === 'requester' && requestedBy?.length === 1)
  );
}

function summed(db: Knex, counted: Knex.QueryBuilder): Knex.QueryBuilder {
  return db
    .from(counted.as('counted'))
    .groupBy(groupColumns)
    .select(groupColumns)
    .sum({ count: 'count' });
}

/** The same of each request by itself. */
function eachOf(db: Knex, query: CountedQuery): Knex.QueryBuilder {
  return db('requests')
    .modify(builder => whereAsked(builder, query))
    .select(
      'state',
      'phase',
      db.raw("COALESCE(??, '') AS ??", ['obstacle', 'obstacle']),
      db.raw("CASE WHEN ?? = '[]' THEN 0 ELSE 1 END AS ??", [
        'approvers',
        'needs_approval',
      ]),
      'environment',
      db.raw('1 AS ??', ['count']),
    );
}

function groupsOf(db: Knex, query: CountedQuery): Knex.QueryBuilder {
  if (query.requestedFor || query.notRequestedFor) {
    // Few are made for others, and they are not told apart in the counts.
    return summed(db, eachOf(db, query));
  }
  const counts = countsOf(db, query);
  return areCountedApart(query)
    ? counts
    : // Limited, to be read apart: SQLite would take the index in whose order groups come, though it
      // has to read all persons' rows for that.
      summed(db, counts.limit(everything));
}

/** How many requests there are of a query, by all that their states and waits are read from. */
export async function readGroups(
  db: Knex,
  query: CountedQuery,
): Promise<RequestGroup[]> {
  const rows: RequestCountRow[] = await groupsOf(db, query);
  return rows.map(row => ({
    state: row.state,
    phase: row.phase,
    obstacle: row.obstacle === '' ? null : row.obstacle,
    needsApproval: row.needs_approval === 1,
    environment: row.environment,
    count: Number(row.count),
  }));
}
