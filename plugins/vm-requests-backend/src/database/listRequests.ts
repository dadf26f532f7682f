import { Knex } from 'knex';
import {
  AttemptPhase,
  Obstacle,
  RequestState,
  WaitsFor,
  waitsFor,
} from '@backlot/plugin-vm-requests-common';
import { ListedRequest, RequestList, RequestListQuery } from './RequestStore';
import { fromJson, RequestRow } from './rows';
import { wherePermitted } from './wherePermitted';

function escapeLike(text: string): string {
  return text.toLowerCase().replace(/[\\%_]/g, character => `\\${character}`);
}

function filtered(db: Knex, query: RequestListQuery): Knex.QueryBuilder {
  const builder = db('requests');
  if (query.filter) {
    const { filter } = query;
    builder.where(inner => wherePermitted(inner, filter));
  }
  if (query.among) {
    builder.whereIn('state', query.among);
  }
  if (query.environment) {
    builder.whereIn('environment', query.environment);
  }
  if (query.owner) {
    builder.whereIn('owner', query.owner);
  }
  if (query.requestedBy) {
    builder.whereIn('requested_by', query.requestedBy);
  }
  if (query.notRequestedBy !== undefined) {
    builder.whereNot('requested_by', query.notRequestedBy);
  }
  if (query.task !== undefined) {
    builder.whereIn(
      'id',
      db('attempts').where({ task_id: query.task }).select('request_id'),
    );
  }
  if (query.search) {
    const pattern = `%${escapeLike(query.search)}%`;
    builder.where(inner => {
      for (const column of ['fqdn', 'id', 'ip_address', 'owner', 'purpose']) {
        inner.orWhereRaw("lower(??) like ? escape '\\'", [column, pattern]);
      }
    });
  }
  return builder;
}

type SummaryRow = Pick<
  RequestRow,
  | 'id'
  | 'kind'
  | 'state'
  | 'message'
  | 'phase'
  | 'approvers'
  | 'obstruction'
  | 'name'
  | 'fqdn'
  | 'environment'
  | 'owner'
  | 'requested_by'
  | 'created_at'
  | 'updated_at'
  | 'ip_address'
  | 'cluster'
  | 'guest'
>;

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

/** Requests that are alike in all that says what they wait for. */
interface Alike {
  state: RequestState;
  phase: AttemptPhase;
  obstacle: Obstacle | null;
  approvers: string;
}

const alike = ['state', 'phase', 'obstacle', 'approvers'] as const;

function waitOfAlike(row: Alike): WaitsFor | undefined {
  return waitsFor({
    state: row.state,
    phase: row.phase,
    needsApproval: row.approvers !== '[]',
    obstacle: row.obstacle ?? undefined,
  });
}

function sumBy<K extends string>(
  groups: (Alike & { count: number })[],
  keyOf: (group: Alike) => K | undefined,
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

function whereAlike(builder: Knex.QueryBuilder, groups: Alike[]): void {
  builder.where(inner => {
    if (groups.length === 0) {
      inner.whereRaw('1 = 0');
    }
    for (const group of groups) {
      inner.orWhere(each =>
        alike.forEach(column => each.where(column, group[column])),
      );
    }
  });
}

/** A page of requests, newest first, with the numbers by state and by what they wait for. */
export async function listRequests(
  db: Knex,
  query: RequestListQuery,
): Promise<RequestList> {
  const counts: (Alike & { count: number | string })[] = await filtered(
    db,
    query,
  )
    .groupBy(alike)
    .select(alike)
    .count({ count: '*' });
  const groups = counts.map(({ count, ...group }) => ({
    ...group,
    count: Number(count),
  }));
  const wanted = groups.filter(
    group =>
      (!query.state || query.state.includes(group.state)) &&
      (!query.waitsFor ||
        query.waitsFor.includes(waitOfAlike(group) ?? 'nothing')),
  );
  const page = filtered(db, query);
  whereAlike(page, wanted);
  if (query.after !== undefined) {
    page.where('id', '<', query.after);
  }
  const rows: SummaryRow[] = await page
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .select(
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
    );
  const items = rows.slice(0, query.limit).map(toListed);
  return {
    items,
    total: wanted.reduce((sum, { count }) => sum + count, 0),
    byState: sumBy(groups, ({ state }) => state),
    byWait: sumBy(groups, waitOfAlike),
    last: rows.length > query.limit ? items[items.length - 1].id : undefined,
  };
}
