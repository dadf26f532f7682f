import { Knex } from 'knex';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { toIndexed } from './listIndex';
import { patchColumns } from './patchColumns';
import { addCounts, sumCounts } from './requestCounts';
import { AttemptRow, MachineRow, RequestRow, toJson } from './rows';
import { searchWordsOf } from './searchWords';
import { StoredRequest } from './StoredRequest';
import { machineRow } from './writeTransition';

/** Requests of one transaction. */
const batch = 1_000;

/**
 * A request as the ledger keeps it, with the machine that it made.
 *
 * @internal
 */
export interface FilledRequest {
  request: StoredRequest;
  machine?: LedgerMachine;
}

function requestRow(request: StoredRequest): RequestRow {
  const none = {
    message: null,
    cause: null,
    placement: null,
    cluster: null,
    address: null,
    ip_address: null,
    pull_request: null,
    files: null,
    plan: null,
    decision: null,
    machine: null,
    guest: null,
    roll_back: null,
    retry_check: null,
  };
  return {
    ...none,
    ...patchColumns(request),
    id: request.id,
    kind: request.kind,
    state: request.state,
    phase: request.phase,
    ends_as: request.endsAs ?? null,
    attempt_id: request.attempt,
    starts: request.starts,
    obstacle: request.obstruction?.obstacle ?? null,
    obstruction: toJson(request.obstruction) ?? null,
    name: request.name,
    name_key: request.nameKey,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    requested_by: request.requestedBy,
    purpose: request.purpose,
    repository: request.repository,
    base_branch: request.baseBranch,
    branch: request.branch,
    directory: request.directory,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    wake_at: request.wakeAt ?? null,
    setbacks: request.setbacks,
    spec: JSON.stringify(request.spec),
    terms: JSON.stringify(request.terms),
    interfaces: toJson(request.interfaces) ?? null,
    approvers: JSON.stringify(request.approvers),
  };
}

function attemptRow(request: StoredRequest): AttemptRow {
  return {
    id: request.attempt,
    request_id: request.id,
    number: 1,
    purpose: 'prepare',
    task_id: `task-${request.id}`,
    calls: 1,
    created_at: request.createdAt,
    claimed_at: request.createdAt,
    ended_at: null,
  };
}

/**
 * Puts requests and machines into a ledger's database by the hundreds, with what lists are made from,
 * but without history, names and effects. For benchmarks and tests.
 *
 * @internal
 */
export async function fillLedger(
  client: Knex,
  filled: Iterable<FilledRequest>,
): Promise<void> {
  let some: FilledRequest[] = [];
  for (const each of filled) {
    some.push(each);
    if (some.length === batch) {
      await write(client, some);
      some = [];
    }
  }
  await write(client, some);
}

/** Inserts any number of rows that are alike by one statement, which binds them as one JSON text. */
async function insert(
  trx: Knex.Transaction,
  table: string,
  rows: object[],
): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  const columns = Object.keys(rows[0]);
  const names = columns.map(() => '??').join(', ');
  const json = JSON.stringify(rows);
  if (trx.client.config.client === 'pg') {
    await trx.raw(
      `INSERT INTO ?? (${names}) SELECT ${names} FROM json_populate_recordset(NULL::??, ?)`,
      [table, ...columns, ...columns, table, json],
    );
  } else {
    const values = columns.map(() => 'value ->> ?').join(', ');
    await trx.raw(
      `INSERT INTO ?? (${names}) SELECT ${values} FROM json_each(?)`,
      [table, ...columns, ...columns, json],
    );
  }
}

async function write(client: Knex, filled: FilledRequest[]): Promise<void> {
  const rows = filled.map(({ request }) => requestRow(request));
  const words = rows.map(row => ({ row, indexed: toIndexed(row) }));
  const machines = filled.flatMap(({ machine }): MachineRow[] =>
    machine ? [machineRow(machine)] : [],
  );
  await client.transaction(async trx => {
    await insert(trx, 'requests', rows);
    await insert(
      trx,
      'attempts',
      filled.map(({ request }) => attemptRow(request)),
    );
    await insert(trx, 'machines', machines);
    await insert(
      trx,
      'request_words',
      words.flatMap(({ row, indexed }) =>
        [...searchWordsOf(indexed)].map(word => ({
          word,
          request_id: row.id,
        })),
      ),
    );
    const counts = sumCounts(
      words.map(({ indexed }) => ({ request: indexed, count: 1 })),
    );
    for (let from = 0; from < counts.length; from += 500) {
      await addCounts(trx, counts.slice(from, from + 500));
    }
  });
}
