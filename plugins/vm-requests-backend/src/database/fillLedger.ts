import { Knex } from 'knex';
import {
  DEFAULT_BLUEPRINT,
  DEFAULT_STACK,
  AttemptPhase,
  emptyPlanSections,
  endStates,
  MachineLifecycle,
  OperationKind,
  RequestFile,
  RequestMachine,
  RequestPullRequest,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { Operations } from '../operations/Operations';
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
  /** ULID; the machine that it makes has the same. */
  id: string;
  /** `create`, or what was asked of a machine that an earlier request made. */
  kind: OperationKind;
  /** The machine that it is about. */
  machineId: string;
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
  /** What it wrote into the machine's directory. */
  files: RequestFile[];
  /** The machine that it made or changed. */
  machine?: RequestMachine;
}

function isCreation({ kind }: Pick<FilledRequest, 'kind'>): boolean {
  return kind === 'create';
}

function storedRequest(filled: FilledRequest): StoredRequest {
  const { digest, domain, ...given } = filled;
  const { id, name, environment, owner, purpose, createdAt } = given;
  return {
    ...given,
    baseGeneration: isCreation(given) ? 0 : 1,
    attempt: id,
    starts: 1,
    needsPlan: true,
    mayExist: ['applying', 'applied', 'rolling-back', 'done'].includes(
      given.state,
    ),
    nameKey: name,
    fqdn: `${name}.${domain}`,
    stack: DEFAULT_STACK,
    repository: given.pullRequest.repository,
    baseBranch: 'main',
    branch: given.pullRequest.branch,
    updatedAt: createdAt,
    setbacks: 0,
    spec: {
      name,
      environment,
      blueprint: DEFAULT_BLUEPRINT,
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
      allocationKey: given.machineId,
    },
    interfaces: [{ name: 'eth0', macAddress: '00:50:56:00:00:01' }],
    address: {
      address: given.address,
      prefixLength: 8,
      gateway: '10.0.0.1',
      dnsServers: [],
      domain,
      key: given.machineId,
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
    replaced: null,
    machine: null,
    guest: null,
    roll_back: null,
    retry_check: null,
    start_at: null,
    apply_wait: null,
  };
  return {
    ...none,
    ...openingColumns(request),
    state: request.state,
    phase: request.phase,
    ends_as: null,
    may_exist: request.mayExist,
    attempt_id: request.attempt,
    starts: request.starts,
    obstacle: null,
    obstruction: null,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    wake_at: null,
    memory: null,
    setbacks: request.setbacks,
  };
}

const operations = new Operations();

function lifecycleOf(request: StoredRequest): MachineLifecycle {
  const { done, meanwhile, otherwise } = operations.of(request).lifecycle;
  const ended = request.state === 'done' ? done : otherwise;
  return endStates.includes(request.state) ? ended : meanwhile;
}

/** The machine that a request made, is making, or came to nothing with. */
function machineRow(request: StoredRequest): MachineRow {
  const isDone = request.state === 'done';
  return {
    id: request.machineId,
    lifecycle: lifecycleOf(request),
    generation: isDone ? 1 : 0,
    made_by: request.id,
    shaped_by: isDone ? request.id : null,
    name: request.name,
    name_key: request.nameKey,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    blueprint: request.spec.blueprint,
    stack: request.stack,
    source: request.spec.source,
    provider_id: request.machine?.id ?? null,
    instance_uuid: request.machine?.instanceUuid ?? null,
    module_source: request.terms.terraform?.moduleSource ?? null,
    provider_version: request.terms.terraform?.provider.version ?? null,
    address: request.address?.address ?? null,
    purpose: request.purpose,
    requested_by: request.requestedBy,
    requested_for: null,
    pull_request_url: request.pullRequest?.url ?? null,
    guest: null,
    protected: false,
    ends_at: null,
    end_look_at: null,
    end_told_at: null,
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

/** How many values SQLite takes with one statement. */
const mostBound = 32_766;

/** Inserts any number of rows that are alike, by as few statements as the database takes. */
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
  if (trx.client.config.client === 'pg') {
    await trx.raw(
      `INSERT INTO ?? (${names}) SELECT ${names} FROM json_populate_recordset(NULL::??, ?)`,
      [table, ...columns, ...columns, table, JSON.stringify(rows)],
    );
    return;
  }
  const values = `(${columns.map(() => '?').join(', ')})`;
  const most = Math.floor(mostBound / columns.length);
  for (let from = 0; from < rows.length; from += most) {
    const some = rows.slice(from, from + most);
    await trx.raw(
      `INSERT INTO ?? (${names}) VALUES ${some.map(() => values).join(', ')}`,
      [table, ...columns, ...some.flatMap(row => Object.values(row))],
    );
  }
}

/** Leaves machines as the operations on them did, the newest of which come last. */
async function changeMachines(
  trx: Knex.Transaction,
  requests: StoredRequest[],
): Promise<void> {
  const changes = new Map<
    string,
    Pick<MachineRow, 'id' | 'generation' | 'shaped_by' | 'lifecycle'>
  >();
  for (const request of requests) {
    const { id, machineId, state } = request;
    const before = changes.get(machineId);
    const isDone = state === 'done';
    changes.set(machineId, {
      id: machineId,
      generation: (before?.generation ?? 0) + (isDone ? 1 : 0),
      shaped_by: isDone ? id : before?.shaped_by ?? null,
      lifecycle: lifecycleOf(request),
    });
  }
  const read =
    trx.client.config.client === 'pg'
      ? 'json_populate_recordset(NULL::machines, ?)'
      : `(SELECT value ->> 'id' AS id, value ->> 'generation' AS generation,
           value ->> 'shaped_by' AS shaped_by, value ->> 'lifecycle' AS lifecycle
         FROM json_each(?))`;
  await trx.raw(
    `UPDATE machines SET
       generation = machines.generation + changed.generation,
       shaped_by = COALESCE(changed.shaped_by, machines.shaped_by),
       lifecycle = changed.lifecycle
     FROM ${read} AS changed WHERE machines.id = changed.id`,
    [JSON.stringify([...changes.values()])],
  );
}

async function write(client: Knex, requests: StoredRequest[]): Promise<void> {
  const rows = requests.map(requestRow);
  const words = rows.map(row => ({ row, indexed: toIndexed(row) }));
  await client.transaction(async trx => {
    await insert(trx, 'requests', rows);
    await insert(trx, 'attempts', requests.map(attemptRow));
    await insert(trx, 'machines', requests.filter(isCreation).map(machineRow));
    await changeMachines(
      trx,
      requests.filter(request => !isCreation(request)),
    );
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
    await insert(
      trx,
      'request_deciders',
      words.flatMap(({ row, indexed }) =>
        indexed.deciders.map(decider => ({ decider, request_id: row.id })),
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
