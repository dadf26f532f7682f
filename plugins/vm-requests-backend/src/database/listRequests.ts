import { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { waitsFor } from '@backlot/plugin-vm-requests-common';
import { newestRequests, newestWith, WantedGroup } from './newestRequests';
import { readGroups, RequestGroup, whereAsked } from './requestCounts';
import { ListedRequest, RequestList, RequestListQuery } from './RequestStore';
import { fromJson, RequestRow, toBatchRef } from './rows';
import { isFoundBy, searchTermOf } from './searchWords';

/** A search that finds no more is answered whole; of others the newest are looked for. */
const mostFound = 200;

/** Requests that one page of a search looks at. */
const mostLookedAt = 5_000;

const searchedTexts = ['fqdn', 'owner', 'purpose', 'ip_address'] as const;

const searchedColumns = ['id', ...searchedTexts] as const;

type SearchedRow = Pick<RequestRow, (typeof searchedColumns)[number]>;

function isFound(row: SearchedRow, term: SearchTerm): boolean {
  return isFoundBy({ ...row, address: row.ip_address }, term);
}

type SearchTerm = NonNullable<ReturnType<typeof searchTermOf>>;

const groupColumns = [
  'state',
  'phase',
  'obstacle',
  'approvers',
  'environment',
] as const;

type GroupedRow = Pick<RequestRow, (typeof groupColumns)[number]>;

function toGroup(
  { state, phase, obstacle, approvers, environment }: GroupedRow,
  count: number,
): RequestGroup {
  const needsApproval = approvers !== '[]';
  return { state, phase, obstacle, needsApproval, environment, count };
}

const summaryColumns = [
  'id',
  'kind',
  'state',
  'message',
  'phase',
  'approvers',
  'obstruction',
  'may_exist',
  'name',
  'fqdn',
  'environment',
  'owner',
  'requested_by',
  'requested_for',
  'apply_wait',
  'created_at',
  'updated_at',
  'ip_address',
  'cluster',
  'guest',
  'batch_id',
  'batch_position',
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
    mayExist: Boolean(row.may_exist),
    name: row.name,
    fqdn: row.fqdn,
    environment: row.environment,
    owner: row.owner,
    requestedBy: row.requested_by,
    requestedFor: row.requested_for ?? undefined,
    applyWait: fromJson(row.apply_wait),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    address: row.ip_address ?? undefined,
    cluster: row.cluster ?? undefined,
    guest: fromJson(row.guest),
    batch: toBatchRef(row),
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

/** Whether a query wants not all that it counts. */
function isNarrowed({ state, waitsFor: waits }: RequestListQuery) {
  return Boolean(state || waits);
}

/**
 * What a query wants, where that is known before anything is counted. What permissions narrow is
 * looked for by environment, and which of those have something is known by the counts.
 */
function wantedStates(query: RequestListQuery): WantedGroup[] | undefined {
  const { state = [], environment, filter } = query;
  if (query.waitsFor || filter) {
    return undefined;
  }
  return state.flatMap((each): WantedGroup[] =>
    environment
      ? environment.map(name => ({ state: each, environment: name }))
      : [{ state: each }],
  );
}

/** The groups that a query wants, told apart by approval only where it wants one of the two. */
function wantedOf(
  query: RequestListQuery,
  groups: RequestGroup[],
): WantedGroup[] {
  const wanted = groups
    .filter(group => isWanted(query, group))
    .map(({ count, ...group }): WantedGroup => {
      const { needsApproval, ...alike } = group;
      const other = { ...group, needsApproval: !needsApproval, count };
      return isWanted(query, other) ? alike : group;
    });
  return [
    ...new Map(wanted.map(group => [JSON.stringify(group), group])).values(),
  ];
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

/** Requests as lists show them, newest first. */
async function readRows(db: Knex, ids: string[]): Promise<FoundRow[]> {
  return db('requests')
    .whereIn('id', ids)
    .orderBy('id', 'desc')
    .select(...summaryColumns, 'purpose', 'obstacle');
}

/** Ids of some requests that a search finds. */
function someFound(
  db: Knex,
  { prefix, id }: SearchTerm,
  limit: number,
): Knex.QueryBuilder {
  const byWord = db('request_words')
    .where('word', '>=', prefix)
    .where('word', '<', `${prefix}\u{10ffff}`)
    .limit(limit)
    .select('request_id as id');
  if (id === undefined) {
    return byWord;
  }
  const byId = db('requests')
    .whereBetween('id', [id.padEnd(26, '0'), id.padEnd(26, 'Z')])
    .limit(limit)
    .select('id');
  return prefix === ''
    ? byId
    : db
        .select('id')
        .from(byWord.as('by_word'))
        // All: a request with several such words counts for each, as it does towards the limit.
        .unionAll(db.select('id').from(byId.as('by_id')));
}

type FoundRow = SummaryRow & Pick<RequestRow, 'obstacle' | 'purpose'>;

/**
 * Ids of all requests that a search finds.
 *
 * @returns undefined where they are very many
 */
async function idsFound(
  db: Knex,
  term: SearchTerm,
): Promise<string[] | undefined> {
  if (term.prefix === '' && term.id === undefined) {
    return [];
  }
  const limit = mostFound + 1;
  const ids = await db
    .from(someFound(db, term, limit).as('some'))
    .pluck<string[]>('id');
  return ids.length < limit ? [...new Set(ids)] : undefined;
}

/** A page of some requests, all of which were read, in any order. */
function pageOf(query: RequestListQuery, rows: FoundRow[]): RequestList {
  const found = [...rows]
    .sort((one, other) => (one.id < other.id ? 1 : -1))
    .map(row => ({ row, group: toGroup(row, 1) }));
  const wanted = found.filter(
    ({ row, group }) =>
      isWanted(query, group) &&
      (query.after === undefined || row.id < query.after),
  );
  const items = wanted.slice(0, query.limit).map(({ row }) => toListed(row));
  return {
    items,
    ...numbersOf(
      query,
      found.map(({ group }) => group),
    ),
    last: wanted.length > items.length ? items[items.length - 1].id : undefined,
  };
}

/**
 * A page of requests whose ids are known, or asked for, all of them; they are few, so they are read
 * once.
 *
 * @param term - of those, only what it finds
 */
async function listAmong(
  db: Knex,
  query: RequestListQuery,
  ids: string[] | Knex.QueryBuilder,
  term?: SearchTerm,
): Promise<RequestList> {
  const rows: FoundRow[] =
    Array.isArray(ids) && ids.length === 0
      ? []
      : await db('requests')
          .whereIn('id', ids)
          .modify(builder => whereAsked(builder, query))
          .select(...summaryColumns, 'purpose', 'obstacle');
  return pageOf(
    query,
    rows.filter(row => !term || isFound(row, term)),
  );
}

/** The newest requests that a search finds, among so many. */
async function newestFound(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
  among: { wanted?: WantedGroup[]; after?: string; limit: number },
): Promise<FoundRow[]> {
  const options = {
    ...among,
    columns: [...summaryColumns, 'purpose', 'obstacle'] as const,
  };
  const withPrefix =
    term.id === undefined
      ? await newestWith(db, query, term.prefix, {
          ...options,
          texts: searchedTexts,
        })
      : undefined;
  const rows = withPrefix ?? (await newestRequests(db, query, options));
  return rows.filter(row => isFound(row, term));
}

/** Enough for a page, nearly always, where one in five is found. */
const firstLook = (limit: number) => 8 * limit;

/** The newest requests that a search finds, one more than a page has. */
async function lookThrough(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
  wanted: WantedGroup[] | undefined,
): Promise<{ rows: FoundRow[]; lookedUpTo?: string; ended: boolean }> {
  const { limit } = query;
  const ids: string[] = [];
  let after = query.after;
  let chunk = firstLook(limit);
  let left = mostLookedAt;
  let ended = false;
  while (!ended && left > 0 && ids.length <= limit) {
    const rows = await newestRequests(db, query, {
      wanted,
      after,
      limit: Math.min(chunk, left),
      columns: searchedColumns,
    });
    ended = rows.length < Math.min(chunk, left);
    ids.push(...rows.filter(row => isFound(row, term)).map(({ id }) => id));
    left -= rows.length;
    after = rows.at(-1)?.id ?? after;
    chunk *= 2;
  }
  return {
    rows: await readRows(db, ids.slice(0, limit + 1)),
    lookedUpTo: after,
    ended,
  };
}

/**
 * A page of a search that finds many. Looks at the newest requests first, which have enough of them
 * nearly always, and at no more than so many: a page may be short, or empty, and still not the last.
 * Counted are those of them that are found, and the page.
 */
async function listBroadly(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
): Promise<RequestList> {
  const { limit, after } = query;
  const among = firstLook(limit);
  const counting = newestFound(db, query, term, { limit: among });
  const reading = async (): ReturnType<typeof lookThrough> => {
    const wanted = isNarrowed(query)
      ? wantedStates(query) ?? wantedOf(query, await readGroups(db, query))
      : undefined;
    const rows =
      wanted || after !== undefined
        ? await newestFound(db, query, term, { wanted, after, limit: among })
        : await counting;
    return rows.length > limit
      ? { rows, ended: false }
      : lookThrough(db, query, term, wanted);
  };
  const [newest, found] = await Promise.all([counting, reading()]);
  const page = found.rows.slice(0, limit);
  const goesOn = found.rows.length > limit;
  const counted = new Map([...newest, ...page].map(row => [row.id, row]));
  let last = goesOn ? page[page.length - 1].id : undefined;
  if (!goesOn && !found.ended) {
    last = found.lookedUpTo;
  }
  return {
    items: page.map(toListed),
    ...numbersOf(
      query,
      [...counted.values()].map(row => toGroup(row, 1)),
    ),
    atLeast: true,
    last,
  };
}

/**
 * Searches that found very many, so that the next one by the same words need not find that out: what
 * it answers is right either way.
 */
export class BroadSearches {
  readonly #found = new LRUCache<string, true>({
    max: 1_000,
    ttl: 10 * 60_000,
  });

  async idsFound(db: Knex, term: SearchTerm): Promise<string[] | undefined> {
    const key = `${term.prefix} ${term.id}`;
    if (this.#found.has(key)) {
      return undefined;
    }
    const ids = await idsFound(db, term);
    if (!ids) {
      this.#found.set(key, true);
    }
    return ids;
  }
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
  broad: BroadSearches,
): Promise<RequestList> {
  const term = searchTermOf(query.search ?? '');
  if (query.task !== undefined) {
    const ids = await db('attempts')
      .where({ task_id: query.task })
      .pluck<string[]>('request_id');
    return listAmong(db, query, ids, term);
  }
  if (query.decider) {
    const waiting = db('request_deciders')
      .whereIn('decider', query.decider)
      .select('request_id');
    return listAmong(db, query, waiting, term);
  }
  if (term) {
    const ids = await broad.idsFound(db, term);
    return ids ? listAmong(db, query, ids) : listBroadly(db, query, term);
  }
  const counting = readGroups(db, query);
  const reading = async () =>
    newestRequests(db, query, {
      wanted: isNarrowed(query)
        ? wantedStates(query) ?? wantedOf(query, await counting)
        : undefined,
      after: query.after,
      limit: query.limit + 1,
      columns: summaryColumns,
    });
  const [groups, rows] = await Promise.all([counting, reading()]);
  const items = rows.slice(0, query.limit).map(toListed);
  return {
    items,
    ...numbersOf(query, groups),
    last: rows.length > query.limit ? items[items.length - 1].id : undefined,
  };
}
