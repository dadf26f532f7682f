import { Knex } from 'knex';
import { changeCounts, Counted } from './requestCounts';
import { RequestRow, RequestWordRow } from './rows';
import { Searchable, searchWordsOf } from './searchWords';

/** What lists know of a request without reading it. */
export type Indexed = Counted & Searchable;

const columns = [
  'state',
  'phase',
  'obstacle',
  'approvers',
  'environment',
  'owner',
  'requested_by',
  'fqdn',
  'purpose',
  'ip_address',
] as const;

/** Reads what lists know from a row. */
export function toIndexed(
  row: Pick<RequestRow, (typeof columns)[number]>,
): Indexed {
  return {
    state: row.state,
    phase: row.phase,
    obstacle: row.obstacle,
    needsApproval: row.approvers !== '[]',
    environment: row.environment,
    owner: row.owner,
    requestedBy: row.requested_by,
    fqdn: row.fqdn,
    purpose: row.purpose,
    address: row.ip_address,
  };
}

async function read(
  trx: Knex.Transaction,
  id: string,
): Promise<Indexed | undefined> {
  const row = await trx<RequestRow>('requests')
    .where({ id })
    .forUpdate()
    .first(...columns);
  return row && toIndexed(row);
}

async function changeWords(
  trx: Knex.Transaction,
  id: string,
  before: Indexed | undefined,
  after: Indexed | undefined,
): Promise<void> {
  const old = before ? searchWordsOf(before) : new Set<string>();
  const now = after ? searchWordsOf(after) : new Set<string>();
  const gone = [...old].filter(word => !now.has(word));
  const added = [...now].filter(word => !old.has(word));
  if (gone.length > 0) {
    await trx<RequestWordRow>('request_words')
      .whereIn('word', gone)
      .where({ request_id: id })
      .delete();
  }
  if (added.length > 0) {
    await trx<RequestWordRow>('request_words').insert(
      added.map(word => ({ word, request_id: id })),
    );
  }
}

/**
 * Writes a request, and with it what lists are made from: the counts by state, wait, environment and
 * persons in `request_counts`, and the words that search finds it by in `request_words`.
 *
 * Whatever changes a column that lists are counted or searched by, goes through here, in the same
 * transaction. So the counts are exact on any number of replicas, and no list counts requests.
 */
export async function keepIndexed(
  trx: Knex.Transaction,
  id: string,
  write: () => Promise<void>,
): Promise<void> {
  const before = await read(trx, id);
  await write();
  const after = await read(trx, id);
  await changeWords(trx, id, before, after);
  await changeCounts(trx, before, after);
}
