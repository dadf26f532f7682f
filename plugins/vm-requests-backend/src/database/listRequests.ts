import { Knex } from 'knex';
import { waitsFor } from '@backlot/plugin-vm-requests-common';
import { newestRequests } from './newestRequests';
import { readGroups, RequestGroup, whereCounted } from './requestCounts';
import { ListedRequest, RequestList, RequestListQuery } from './RequestStore';
import { fromJson, RequestRow, RequestWordRow } from './rows';
import { isFoundBy, searchTermOf } from './searchWords';

/** A search that finds no more is answered whole; of others the newest are looked for. */
const mostFound = 200;

/** Requests that one page of a search looks at. */
const mostLookedAt = 5_000;

const searchedColumns = [
  'id',
  'fqdn',
  'owner',
  'purpose',
  'ip_address',
] as const;

type SearchedRow = Pick<RequestRow, (typeof searchedColumns)[number]>;

function isFound(row: SearchedRow, term: SearchTerm): boolean {
  return isFoundBy({ ...row, address: row.ip_address }, term);
}

type SearchTerm = NonNullable<ReturnType<typeof searchTermOf>>;

const summaryColumns = [
  'id',
  'kind',
  'state',
  'message',
  'phase',
  'approvers',
  'obstruction',
  'name',
  'fqdn',
  'environment',
  'owner',
  'requested_by',
  'created_at',
  'updated_at',
  'ip_address',
  'cluster',
  'guest',
] as const;

type SummaryRow = Pick<RequestRow, (typeof summaryColumns)[number]>;

function toListed(row: SummaryRow): ListedRequest {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    message: row.message ?? undefined,
    phase: row.phase,
    approvers: JSON.parse(row.approvers),
    obstruction: fromJson(row.obstruction),
    name: row.name,
    fqdn: row.fqdn,
    environment: row.environment,
    owner: row.owner,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    address: row.ip_address ?? undefined,
    cluster: row.cluster ?? undefined,
    guest: fromJson(row.guest),
  };
}

function waitOfGroup({ obstacle, ...group }: RequestGroup) {
  return waitsFor({ ...group, obstacle: obstacle ?? undefined });
}

function sumBy<K extends string>(
  groups: RequestGroup[],
  keyOf: (group: RequestGroup) => K | undefined,
): Partial<Record<K, number>> {
  const sums = new Map<K, number>();
  for (const group of groups) {
    const key = keyOf(group);
    if (key !== undefined) {
      sums.set(key, (sums.get(key) ?? 0) + group.count);
    }
  }
  return Object.fromEntries(sums) as Partial<Record<K, number>>;
}

function isWanted(query: RequestListQuery, group: RequestGroup): boolean {
  return (
    (!query.state || query.state.includes(group.state)) &&
    (!query.waitsFor ||
      query.waitsFor.includes(waitOfGroup(group) ?? 'nothing'))
  );
}

/** The groups that a query wants, where those are not all that it counts. */
function wantedOf(
  query: RequestListQuery,
  groups: RequestGroup[],
): RequestGroup[] | undefined {
  return query.state || query.waitsFor || query.among
    ? groups.filter(group => isWanted(query, group))
    : undefined;
}

function numbersOf(query: RequestListQuery, groups: RequestGroup[]) {
  return {
    total: groups
      .filter(group => isWanted(query, group))
      .reduce((sum, { count }) => sum + count, 0),
    byState: sumBy(groups, ({ state }) => state),
    byWait: sumBy(groups, waitOfGroup),
  };
}

async function readSummaries(
  db: Knex,
  ids: string[],
): Promise<ListedRequest[]> {
  const rows: SummaryRow[] = await db('requests')
    .whereIn('id', ids)
    .orderBy('id', 'desc')
    .select(summaryColumns);
  return rows.map(toListed);
}

/** Ids of the requests that a search finds, and whether there may be more of them. */
async function findByTerm(
  db: Knex,
  { prefix, id }: SearchTerm,
): Promise<{ ids: string[]; all: boolean }> {
  const limit = mostFound + 1;
  const byWord: Pick<RequestWordRow, 'request_id'>[] =
    prefix === ''
      ? []
      : await db('request_words')
          .where('word', '>=', prefix)
          .where('word', '<', `${prefix}\u{10ffff}`)
          .limit(limit)
          .select('request_id');
  const byId: Pick<RequestRow, 'id'>[] =
    id === undefined
      ? []
      : await db('requests')
          .whereBetween('id', [id.padEnd(26, '0'), id.padEnd(26, 'Z')])
          .limit(limit)
          .select('id');
  return {
    ids: [
      ...new Set([
        ...byWord.map(row => row.request_id),
        ...byId.map(row => row.id),
      ]),
    ],
    all: byWord.length < limit && byId.length < limit,
  };
}

/** Which of some requests a search finds. */
async function searchAmong(
  db: Knex,
  ids: string[],
  term: SearchTerm,
): Promise<string[]> {
  const rows: SearchedRow[] = await db('requests')
    .whereIn('id', ids)
    .select(searchedColumns);
  return rows.filter(row => isFound(row, term)).map(({ id }) => id);
}

/** Groups of some requests that a query lets be seen, by their ids. */
async function groupsAmong(
  db: Knex,
  query: RequestListQuery,
  ids: string[],
): Promise<Map<string, RequestGroup>> {
  const columns = [
    'id',
    'state',
    'phase',
    'obstacle',
    'approvers',
    'environment',
  ] as const;
  const rows: Pick<RequestRow, (typeof columns)[number]>[] = await db(
    'requests',
  )
    .whereIn('id', ids)
    .modify(builder => whereCounted(builder, query, 'requests'))
    .select(columns);
  return new Map(
    rows.map(({ id, approvers, ...group }) => [
      id,
      { ...group, needsApproval: approvers !== '[]', count: 1 },
    ]),
  );
}

/** A page of requests whose ids are known, all of them. */
async function listAmong(
  db: Knex,
  query: RequestListQuery,
  ids: string[],
): Promise<RequestList> {
  const groups = await groupsAmong(db, query, ids);
  const wanted = [...groups]
    .filter(
      ([id, group]) =>
        isWanted(query, group) &&
        (query.after === undefined || id < query.after),
    )
    .map(([id]) => id)
    .sort()
    .reverse();
  const page = wanted.slice(0, query.limit);
  return {
    items: await readSummaries(db, page),
    ...numbersOf(query, [...groups.values()]),
    last: wanted.length > page.length ? page[page.length - 1] : undefined,
  };
}

/**
 * A page of a search that finds many. Looks at the newest requests first, which have enough of them
 * nearly always, and at no more than so many: a page may be short, or empty, and still not the last.
 * What is counted are some of those that are found.
 */
async function listBroadly(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
  some: string[],
): Promise<RequestList> {
  const { limit } = query;
  const wanted = wantedOf(query, await readGroups(db, query));
  const matches: string[] = [];
  let after = query.after;
  // Enough where one in five is found.
  let chunk = 6 * limit;
  let left = mostLookedAt;
  let ended = false;
  while (!ended && left > 0 && matches.length <= limit) {
    const rows = await newestRequests(db, query, {
      wanted,
      after,
      limit: Math.min(chunk, left),
      columns: searchedColumns,
    });
    ended = rows.length < Math.min(chunk, left);
    matches.push(...rows.filter(row => isFound(row, term)).map(({ id }) => id));
    left -= rows.length;
    after = rows.at(-1)?.id ?? after;
    chunk *= 2;
  }
  const page = matches.slice(0, limit);
  const counted = await groupsAmong(db, query, [
    ...new Set([...some, ...page]),
  ]);
  const goesOn = matches.length > limit ? page[page.length - 1] : after;
  return {
    items: await readSummaries(db, page),
    ...numbersOf(query, [...counted.values()]),
    atLeast: true,
    last: ended && matches.length <= limit ? undefined : goesOn,
  };
}

/**
 * A page of requests, newest first, with the numbers by state and by what they wait for.
 *
 * No page reads or counts all requests. The numbers are sums of `request_counts`; the page is read
 * from an index in its own order; a search goes by `request_words`.
 */
export async function listRequests(
  db: Knex,
  query: RequestListQuery,
): Promise<RequestList> {
  const term = searchTermOf(query.search ?? '');
  if (query.task !== undefined) {
    const ids = await db('attempts')
      .where({ task_id: query.task })
      .pluck<string[]>('request_id');
    return listAmong(db, query, term ? await searchAmong(db, ids, term) : ids);
  }
  if (term) {
    const { ids, all } = await findByTerm(db, term);
    return all ? listAmong(db, query, ids) : listBroadly(db, query, term, ids);
  }
  const groups = await readGroups(db, query);
  const rows = await newestRequests(db, query, {
    wanted: wantedOf(query, groups),
    after: query.after,
    limit: query.limit + 1,
    columns: summaryColumns,
  });
  const items = rows.slice(0, query.limit).map(toListed);
  return {
    items,
    ...numbersOf(query, groups),
    last: rows.length > query.limit ? items[items.length - 1].id : undefined,
  };
}
