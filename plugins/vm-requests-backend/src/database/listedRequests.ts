import { Knex } from 'knex';
import { waitsFor } from '@backlot/plugin-vm-requests-common';
import { WantedGroup } from './newestRequests';
import { RequestGroup, whereAsked } from './requestCounts';
import { ListedRequest, RequestList, RequestListQuery } from './RequestStore';
import {
  fromJson,
  RequestRow,
  shownColumns,
  toBatchRef,
  toShown,
} from './rows';

export const groupColumns = [
  'state',
  'phase',
  'obstacle',
  'approvers',
  'environment',
] as const;

type GroupedRow = Pick<RequestRow, (typeof groupColumns)[number]>;

export function toGroup(
  { state, phase, obstacle, approvers, environment }: GroupedRow,
  count: number,
): RequestGroup {
  const needsApproval = approvers !== '[]';
  return { state, phase, obstacle, needsApproval, environment, count };
}

export const summaryColumns = [
  ...shownColumns,
  'name',
  'created_at',
  'ip_address',
  'cluster',
  'guest',
  'batch_id',
  'batch_position',
] as const;

type SummaryRow = Pick<RequestRow, (typeof summaryColumns)[number]>;

export function toListed(row: SummaryRow): ListedRequest {
  return {
    ...toShown(row),
    name: row.name,
    createdAt: row.created_at,
    address: row.ip_address ?? undefined,
    cluster: row.cluster ?? undefined,
    guest: fromJson(row.guest),
    batch: toBatchRef(row),
  };
}

function isWanted(query: RequestListQuery, group: RequestGroup): boolean {
  return (
    (!query.state || query.state.includes(group.state)) &&
    (!query.waitsFor || query.waitsFor.includes(waitsFor(group) ?? 'nothing'))
  );
}

/** Whether a query wants not all that it counts. */
export function isNarrowed({ state, waitsFor: waits }: RequestListQuery) {
  return Boolean(state || waits);
}

/** Which states wait for one of these, and only them, whatever is in the way of anything. */
const waitingGroups = new Map<string, WantedGroup>([
  ['approval', { state: 'planned', needsApproval: true }],
  ['requester', { state: 'changes-requested' }],
]);

/** The groups that a query wants, where these are whole states or all of one that need approval. */
function statesOf({
  state,
  waitsFor: waits,
}: RequestListQuery): WantedGroup[] | undefined {
  if (!waits) {
    return state?.map(each => ({ state: each }));
  }
  const groups = waits.map(wait => waitingGroups.get(wait));
  return groups.every(group => group !== undefined)
    ? groups.filter(group => !state || state.includes(group.state))
    : undefined;
}

/**
 * What a query wants, where that is known before anything is counted. What permissions narrow is
 * looked for by environment, and which of those have something is known by the counts.
 */
export function wantedStates(
  query: RequestListQuery,
): WantedGroup[] | undefined {
  const { environment, filter } = query;
  if (filter) {
    return undefined;
  }
  return statesOf(query)?.flatMap((group): WantedGroup[] =>
    environment
      ? environment.map(name => ({ ...group, environment: name }))
      : [group],
  );
}

/** The groups that a query wants, told apart by approval only where it wants one of the two. */
export function wantedOf(
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

export function numbersOf(query: RequestListQuery, groups: RequestGroup[]) {
  let total = 0;
  const byState: RequestList['byState'] = {};
  const byWait: RequestList['byWait'] = {};
  for (const group of groups) {
    const { state, count } = group;
    const wait = waitsFor(group);
    total += isWanted(query, group) ? count : 0;
    byState[state] = (byState[state] ?? 0) + count;
    if (wait) {
      byWait[wait] = (byWait[wait] ?? 0) + count;
    }
  }
  return { total, byState, byWait };
}

/** Columns of requests that are counted and searched as they are read. */
export const foundColumns = [...summaryColumns, 'purpose', 'obstacle'] as const;

export type FoundRow = Pick<RequestRow, (typeof foundColumns)[number]>;

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
 * @param isFound - of those, only what a search finds
 */
export async function listAmong(
  db: Knex,
  query: RequestListQuery,
  ids: string[] | Knex.QueryBuilder,
  isFound: (row: FoundRow) => boolean = () => true,
): Promise<RequestList> {
  const rows: FoundRow[] =
    Array.isArray(ids) && ids.length === 0
      ? []
      : await db('requests')
          .whereIn('id', ids)
          .modify(builder => whereAsked(builder, query))
          .select(...foundColumns);
  return pageOf(query, rows.filter(isFound));
}
