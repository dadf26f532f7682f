import { Knex } from 'knex';
import {
  AttemptPhase,
  emptyPlanSections,
  endStates,
  RequestMachine,
  RequestPullRequest,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { operationTraits } from '../operations/traits';
import { toIndexed } from './listIndex';
import { openingColumns } from './requestColumns';
import { addCounts, sumCounts } from './requestCounts';
import { AttemptRow, MachineRow, RequestRow } from './rows';
import { searchWordsOf } from './searchWords';
import { StoredRequest } from './StoredRequest';

/** Requests of one transaction. */
const batch = 1_000;

/**
 * What a request that is filled in says; the rest of it is the same for all.
 *
 * @alpha
 */
export interface FilledRequest {
  /** ULID; its machine has the same. */
  id: string;
  state: RequestState;
  phase: AttemptPhase;
  name: string;
  /** What makes the name a fully qualified one. */
  domain: string;
  environment: string;
  owner: string;
  requestedBy: string;
  purpose: string;
  approvers: string[];
  /** ISO 8601. */
  createdAt: string;
  address: string;
  directory: string;
  pullRequest: RequestPullRequest;
  /** Of the plan and of the decision. */
  digest: string;
  /** The machine that it made. */
  machine?: RequestMachine;
}

function storedRequest(filled: FilledRequest): StoredRequest {
  const { digest, domain, ...given } = filled;
  const { id, name, environment, owner, purpose, createdAt } = given;
  return {
    ...given,
    kind: 'create',
    machineId: id,
    baseGeneration: 0,
    attempt: id,
    starts: 1,
    nameKey: name,
    fqdn: `${name}.${domain}`,
    repository: given.pullRequest.repository,
    baseBranch: 'main',
    branch: given.pullRequest.branch,
    updatedAt: createdAt,
    setbacks: 0,
    spec: {
      name,
      environment,
      size: 'small',
      source: 'vcenter',
      datacenter: 'fra1',
      network: 'fra1-dev-app',
      template: 'rhel9',
      extraDisks: [],
      sshPublicKeys: [],
      owner,
      purpose,
    },
    terms: {
      hardware: { cpus: 2, memoryMib: 4096, disksGib: [40] },
      diskGib: 40,
      clusters: ['fra1-dev-01'],
      folder: 'backlot',
      network: {
        name: 'fra1-dev-app',
        prefix: '10.0.0.0/8',
        gateway: '10.0.0.1',
        dnsServers: [],
        domain,
      },
      access: { mechanism: 'cloud-init', user: 'acme' },
      sshPublicKeys: [],
      terraform: {
        moduleSource: 'git::https://forge.example/modules.git//vm?ref=v1',
        provider: { source: 'vmware/vsphere', version: '1.26.0' },
      },
      allocationKey: id,
    },
    interfaces: [{ name: 'eth0', macAddress: '00:50:56:00:00:01' }],
    address: {
      address: given.address,
      prefixLength: 8,
      gateway: '10.0.0.1',
      dnsServers: [],
      domain,
      key: id,
    },
    plan: {
      ...emptyPlanSections,
      digest,
      exact: true,
      commit: given.pullRequest.commit,
      text: `Plan: 1 to add, 0 to change, 0 to destroy. ${'+ '.repeat(200)}`,
      summary: { add: 1, change: 0, destroy: 0 },
    },
    decision: { by: 'policy', at: createdAt, approved: true, digest },
  };
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
    ...openingColumns(request),
    state: request.state,
    phase: request.phase,
    ends_as: null,
    attempt_id: request.attempt,
    starts: request.starts,
    obstacle: null,
    obstruction: null,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    wake_at: null,
    setbacks: request.setbacks,
  };
}

/** The machine that a request made, is making, or came to nothing with. */
function machineRow(request: StoredRequest): MachineRow {
  const { done, meanwhile, otherwise } = operationTraits[request.kind].machine;
  const isDone = request.state === 'done';
  const ended = isDone ? done : otherwise;
  return {
    id: request.machineId,
    lifecycle: endStates.includes(request.state) ? ended : meanwhile,
    generation: isDone ? 1 : 0,
    made_by: request.id,
    shaped_by: isDone ? request.id : null,
    name: request.name,
    name_key: request.nameKey,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    source: request.spec.source,
    provider_id: request.machine?.id ?? null,
    instance_uuid: request.machine?.instanceUuid ?? null,
    address: request.address?.address ?? null,
    protected: false,
    ends_at: null,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
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
 * Puts requests with their machines into a ledger's database by the hundreds, with what lists are made from,
 * but without history, names and effects. For benchmarks and tests.
 *
 * @alpha
 */
export async function fillLedger(
  client: Knex,
  requests: Iterable<FilledRequest>,
): Promise<void> {
  let some: StoredRequest[] = [];
  for (const each of requests) {
    some.push(storedRequest(each));
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

async function write(client: Knex, requests: StoredRequest[]): Promise<void> {
  const rows = requests.map(requestRow);
  const words = rows.map(row => ({ row, indexed: toIndexed(row) }));
  await client.transaction(async trx => {
    await insert(trx, 'requests', rows);
    await insert(trx, 'attempts', requests.map(attemptRow));
    await insert(trx, 'machines', requests.map(machineRow));
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
