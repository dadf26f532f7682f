import { Knex } from 'knex';
import { decidableStates } from '@backlot/plugin-vm-requests-common';
import { changeCounts, Counted } from './requestCounts';
import { RequestDeciderRow, RequestRow, RequestWordRow } from './rows';
import { Searchable, searchWordsOf } from './searchWords';

/** What lists know of a request without reading it. */
export type Indexed = Counted & Searchable & { deciders: string[] };

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
    deciders: decidableStates.includes(row.state)
      ? JSON.parse(row.approvers)
      : [],
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

/** What a request was found by and is no more, and what it was not and is now. */
function differenceOf(old: Iterable<string> = [], now: Iterable<string> = []) {
  const [before, after] = [new Set(old), new Set(now)];
  return {
    gone: [...before].filter(each => !after.has(each)),
    added: [...after].filter(each => !before.has(each)),
  };
}

async function changeWords(
  trx: Knex.Transaction,
  id: string,
  before: Indexed | undefined,
  after: Indexed | undefined,
): Promise<void> {
  const { gone, added } = differenceOf(
    before && searchWordsOf(before),
    after && searchWordsOf(after),
  );
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

async function changeDeciders(
  trx: Knex.Transaction,
  id: string,
  before: Indexed | undefined,
  after: Indexed | undefined,
): Promise<void> {
  const { gone, added } = differenceOf(before?.deciders, after?.deciders);
  if (gone.length > 0) {
    await trx<RequestDeciderRow>('request_deciders')
      .whereIn('decider', gone)
      .where({ request_id: id })
      .delete();
  }
  if (added.length > 0) {
    await trx<RequestDeciderRow>('request_deciders').insert(
      added.map(decider => ({ decider, request_id: id })),
    );
  }
}

/**
 * Writes a request, and with it what lists are made from: the counts by state, wait, environment and
 * persons in `request_counts`, the words that search finds it by in `request_words`, and who may decide
 * on it now in `request_deciders`.
 *
 * Whatever changes a column that lists are counted or searched by, goes through here, in the same
 * transaction. So the counts are exact on any number of replicas, and no list counts requests.
 */
export async function keepIndexed<T>(
  trx: Knex.Transaction,
  id: string,
  write: () => Promise<T>,
): Promise<T> {
  const before = await read(trx, id);
  const written = await write();
  const after = await read(trx, id);
  await changeWords(trx, id, before, after);
  await changeDeciders(trx, id, before, after);
  await changeCounts(trx, before, after);
  return written;
}
