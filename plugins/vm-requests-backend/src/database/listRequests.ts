import { Knex } from 'knex';
import {
  RequestState,
  VmRequestSummary,
} from '@backlot/plugin-vm-requests-common';
import { RequestList, RequestListQuery } from './RequestStore';
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

function toSummary(row: SummaryRow): VmRequestSummary {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    message: row.message ?? undefined,
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

/** A page of requests, newest first, with the numbers by state. */
export async function listRequests(
  db: Knex,
  query: RequestListQuery,
): Promise<RequestList> {
  const counts: { state: RequestState; count: number | string }[] =
    await filtered(db, query)
      .groupBy('state')
      .select('state')
      .count({ count: '*' });
  const byState = Object.fromEntries(
    counts.map(({ state, count }) => [state, Number(count)]),
  );
  const page = filtered(db, query);
  if (query.state) {
    page.whereIn('state', query.state);
  }
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
  const items = rows.slice(0, query.limit).map(toSummary);
  return {
    items,
    total: counts
      .filter(({ state }) => !query.state || query.state.includes(state))
      .reduce((sum, { count }) => sum + Number(count), 0),
    byState,
    last: rows.length > query.limit ? items[items.length - 1].id : undefined,
  };
}
