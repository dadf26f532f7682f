import { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import {
  FoundRow,
  foundColumns,
  groupColumns,
  isNarrowed,
  numbersOf,
  toGroup,
  toListed,
  wantedOf,
  wantedStates,
} from './listedRequests';
import { newestRequests, newestWith, WantedGroup } from './newestRequests';
import { readGroups } from './requestCounts';
import { RequestList, RequestListQuery } from './RequestStore';
import { RequestRow } from './rows';
import { isFoundBy, SearchTerm } from './searchWords';

/** A search that finds no more is answered whole; of others the newest are looked for. */
const mostFound = 200;

/** Requests that one page of a search looks at. */
const mostLookedAt = 5_000;

const searchedTexts = ['fqdn', 'owner', 'purpose', 'ip_address'] as const;

const searchedColumns = ['id', ...searchedTexts] as const;

type SearchedRow = Pick<RequestRow, (typeof searchedColumns)[number]>;

/** Whether a search finds a request. */
export function isFound(row: SearchedRow, term: SearchTerm): boolean {
  return isFoundBy({ ...row, address: row.ip_address }, term);
}

/** Requests as lists show them, newest first. */
async function readRows(db: Knex, ids: string[]): Promise<FoundRow[]> {
  return db('requests')
    .whereIn('id', ids)
    .orderBy('id', 'desc')
    .select(...foundColumns);
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

/** Columns of requests that are only counted. */
const countedColumns = [...searchedColumns, ...groupColumns] as const;

type CountedRow = Pick<RequestRow, (typeof countedColumns)[number]>;

/** The newest requests that a search finds, among so many. */
async function newestFound<Column extends keyof FoundRow>(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
  options: {
    wanted?: WantedGroup[];
    after?: string;
    limit: number;
    /** Of them so many may be enough, where the database can tell which they are. */
    most?: number;
    columns: readonly (Column | keyof CountedRow)[];
  },
): Promise<Pick<FoundRow, Column | keyof CountedRow>[]> {
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

/** What a look reads besides a page, for those that the database finds and the search does not. */
const spareRows = 8;

interface LookedThrough {
  rows: FoundRow[];
  lookedUpTo?: string;
  ended: boolean;
}

/** The newest requests that a search finds, one more than a page has. */
async function lookThrough(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
  wanted: WantedGroup[] | undefined,
): Promise<LookedThrough> {
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
export async function listBroadly(
  db: Knex,
  query: RequestListQuery,
  term: SearchTerm,
): Promise<RequestList> {
  const { limit, after } = query;
  const among = firstLook(limit);
  const isNewest = after === undefined && !isNarrowed(query);
  const reading = async (): Promise<LookedThrough & { first: FoundRow[] }> => {
    const wanted = isNarrowed(query)
      ? wantedStates(query) ?? wantedOf(query, await readGroups(db, query))
      : undefined;
    const first = await newestFound(db, query, term, {
      wanted,
      after,
      limit: among,
      // They are for the page alone; some contain what was searched, but begin no word with it.
      most: isNewest ? undefined : limit + 1 + spareRows,
      columns: foundColumns,
    });
    return first.length > limit
      ? { first, rows: first, ended: false }
      : { first, ...(await lookThrough(db, query, term, wanted)) };
  };
  const [found, others] = await Promise.all([
    reading(),
    isNewest
      ? undefined
      : newestFound(db, query, term, { limit: among, columns: countedColumns }),
  ]);
  const newest: CountedRow[] = others ?? found.first;
  const page = found.rows.slice(0, limit);
  const goesOn = found.rows.length > limit;
  const counted = new Map<string, CountedRow>(
    [...newest, ...page].map(row => [row.id, row]),
  );
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
