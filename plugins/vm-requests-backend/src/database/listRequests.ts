import { Knex } from 'knex';
import {
  FoundRow,
  isNarrowed,
  listAmong,
  numbersOf,
  summaryColumns,
  toListed,
  wantedOf,
  wantedStates,
} from './listedRequests';
import { newestRequests } from './newestRequests';
import { readGroups } from './requestCounts';
import { RequestList, RequestListQuery } from './RequestStore';
import { BroadSearches, isFound, listBroadly } from './searchRequests';
import { searchTermOf } from './searchWords';

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
  const isWanted = (row: FoundRow) => !term || isFound(row, term);
  if (query.task !== undefined) {
    const ids = await db('attempts')
      .where({ task_id: query.task })
      .pluck<string[]>('request_id');
    return listAmong(db, query, ids, isWanted);
  }
  if (query.decider) {
    const waiting = db('request_deciders')
      .whereIn('decider', query.decider)
      .select('request_id');
    return listAmong(db, query, waiting, isWanted);
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
