import {
  AttemptPhase,
  BatchItemState,
  BatchRef,
  BatchState,
  DEFAULT_BLUEPRINT,
  GiveBackStep,
  LedgerMachine,
  MachineLifecycle,
  MachineVersions,
  Obstacle,
  OperationKind,
  RequestEvent,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { RequestTerms } from '@backlot/plugin-vm-requests-node';
import {
  Attempt,
  Effect,
  HookCallInput,
  NotificationInput,
  PagedRequest,
  StoredMachine,
  StoredReplacedPlan,
  StoredRequest,
} from './StoredRequest';
import { readPlan } from './readPlan';
import { StoredBatch } from './StoredBatch';

/** A row of `requests`. */
export interface RequestRow {
  id: string;
  kind: OperationKind;
  machine_id: string;
  base_generation: number;
  state: RequestState;
  phase: AttemptPhase;
  ends_as: RequestState | null;
  may_exist: boolean;
  attempt_id: string;
  starts: number;
  message: string | null;
  obstacle: Obstacle | null;
  obstruction: string | null;
  cause: string | null;
  name: string;
  name_key: string;
  fqdn: string;
  environment: string;
  owner: string;
  requested_by: string;
  requested_for: string | null;
  start_at: string | null;
  apply_wait: string | null;
  purpose: string;
  stack: string;
  repository: string;
  base_branch: string;
  branch: string;
  directory: string;
  created_at: string;
  updated_at: string;
  wake_at: string | null;
  setbacks: number;
  ip_address: string | null;
  cluster: string | null;
  spec: string;
  terms: string;
  interfaces: string | null;
  placement: string | null;
  address: string | null;
  pull_request: string | null;
  files: string | null;
  plan: string | null;
  decision: string | null;
  replaced: string | null;
  approvers: string;
  machine: string | null;
  guest: string | null;
  memory: string | null;
  roll_back: string | null;
  retry_check: string | null;
  batch_id: string | null;
  batch_position: number | null;
}

/** A row of `request_counts`. */
export interface RequestCountRow {
  scope: 'all' | 'owner' | 'requester' | 'both';
  state: RequestState;
  environment: string;
  phase: AttemptPhase;
  /** Empty for none. */
  obstacle: Obstacle | '';
  /** 1 where people decide. */
  needs_approval: number;
  /** Empty for any. */
  owner: string;
  /** Empty for any. */
  requested_by: string;
  count: number;
}

/** A row of `request_words`. */
export interface RequestWordRow {
  word: string;
  request_id: string;
}

/** A row of `request_deciders`. */
export interface RequestDeciderRow {
  decider: string;
  request_id: string;
}

/** A row of `attempts`. */
export interface AttemptRow {
  id: string;
  request_id: string;
  number: number;
  purpose: Attempt['purpose'];
  task_id: string | null;
  calls: number;
  created_at: string;
  claimed_at: string | null;
  ended_at: string | null;
}

/** A row of `events`. */
export interface EventRow {
  id: string;
  request_id: string;
  at: string;
  by: string;
  type: string;
  from_state: RequestState | null;
  to_state: RequestState | null;
  reason: string | null;
  detail: string | null;
}

/** A row of `effects`. */
export interface EffectRow {
  id: string;
  request_id: string;
  what: Effect['what'];
  position: number;
  detail: string | null;
  input: string | null;
  tries: number;
  next_at: string | null;
  done_at: string | null;
}

/** A row of `mac_addresses`. */
export interface MacAddressRow {
  mac_address: string;
  machine_id: string;
  interface: string;
}

/** A row of `names`. */
export interface NameRow {
  name_key: string;
  /** None as long as a batch keeps it for a request. */
  machine_id: string | null;
  batch_id: string | null;
  batch_position: number | null;
}

/** A row of `batches`. */
export interface BatchRow {
  id: string;
  kind: OperationKind;
  template: string;
  task_id: string | null;
  requested_by: string;
  requested_for: string | null;
  owner: string | null;
  environment: string | null;
  purpose: string;
  in_turn: boolean;
  idempotency_key: string | null;
  asked_digest: string | null;
  state: BatchState;
  created_at: string;
  updated_at: string;
  wake_at: string | null;
  version: number;
}

/** A row of `batch_items`. */
export interface BatchItemRow {
  batch_id: string;
  position: number;
  name: string;
  name_key: string | null;
  input: string;
  state: BatchItemState;
  task_id: string | null;
  attempt: number;
  starts: number;
  called_at: string | null;
  request_id: string | null;
  message: string | null;
  passed: boolean;
  told: boolean;
}

/** A row of `machines`. */
export interface MachineRow {
  id: string;
  lifecycle: MachineLifecycle;
  generation: number;
  made_by: string;
  shaped_by: string | null;
  name: string;
  name_key: string;
  fqdn: string;
  environment: string;
  owner: string;
  blueprint: string;
  stack: string;
  source: string;
  provider_id: string | null;
  instance_uuid: string | null;
  module_source: string | null;
  provider_version: string | null;
  address: string | null;
  purpose: string;
  requested_by: string;
  requested_for: string | null;
  pull_request_url: string | null;
  guest: string | null;
  protected: boolean;
  ends_at: string | null;
  end_look_at: string | null;
  end_told_at: string | null;
  created_at: string;
  updated_at: string;
}

/** The steps of giving back, in their order. */
export const giveBackOrder: readonly GiveBackStep['what'][] = [
  'pull-request',
  'apply-check',
  'reservation',
  'address',
  'machine-record',
];

/** JSON text of a column; undefined stays as it is, so that an update leaves the column alone. */
export function toJson(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** What is in a column of JSON text. */
export function fromJson<T>(text: string | null): T | undefined {
  return text === null ? undefined : (JSON.parse(text) as T);
}

function toReplaced(text: string | null): StoredReplacedPlan | undefined {
  const kept = fromJson<StoredReplacedPlan>(text);
  return kept && { ...kept, plan: readPlan(JSON.stringify(kept.plan)) };
}

/** The columns of what lists and the pages of batches show of a request. */
export const shownColumns = [
  'id',
  'kind',
  'state',
  'phase',
  'may_exist',
  'obstruction',
  'message',
  'fqdn',
  'environment',
  'owner',
  'requested_by',
  'requested_for',
  'apply_wait',
  'updated_at',
  'approvers',
] as const satisfies readonly (keyof RequestRow)[];

/** Reads what lists and the pages of batches show of a request from its row. */
export function toShown(
  row: Pick<RequestRow, (typeof shownColumns)[number]>,
): Omit<PagedRequest, 'needsPlan' | 'terms' | 'address' | 'plan'> {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    phase: row.phase,
    mayExist: Boolean(row.may_exist),
    obstruction: fromJson(row.obstruction),
    message: row.message ?? undefined,
    fqdn: row.fqdn,
    environment: row.environment,
    owner: row.owner,
    requestedBy: row.requested_by,
    requestedFor: row.requested_for ?? undefined,
    applyWait: fromJson(row.apply_wait),
    updatedAt: row.updated_at,
    approvers: JSON.parse(row.approvers),
  };
}

/** The columns of what the page of a batch shows of a request. */
export const pagedColumns = [
  ...shownColumns,
  'terms',
  'address',
  'plan',
] as const satisfies readonly (keyof RequestRow)[];

/** Reads what the page of a batch shows of a request from its row. */
export function toPagedRequest(
  row: Pick<RequestRow, (typeof pagedColumns)[number]>,
): PagedRequest {
  const terms: RequestTerms = JSON.parse(row.terms);
  return {
    ...toShown(row),
    needsPlan: !terms.planless,
    terms,
    address: fromJson(row.address),
    plan: row.plan === null ? undefined : readPlan(row.plan),
  };
}

/** Reads a request from its row. */
export function toRequest(row: RequestRow): StoredRequest {
  return {
    ...toPagedRequest(row),
    machineId: row.machine_id,
    baseGeneration: row.base_generation,
    endsAs: row.ends_as ?? undefined,
    attempt: row.attempt_id,
    starts: row.starts,
    cause: row.cause ?? undefined,
    name: row.name,
    nameKey: row.name_key,
    startAt: row.start_at ?? undefined,
    purpose: row.purpose,
    stack: row.stack,
    repository: row.repository,
    baseBranch: row.base_branch,
    branch: row.branch,
    directory: row.directory,
    createdAt: row.created_at,
    wakeAt: row.wake_at ?? undefined,
    setbacks: row.setbacks,
    spec: { blueprint: DEFAULT_BLUEPRINT, ...JSON.parse(row.spec) },
    interfaces: fromJson(row.interfaces),
    placement: fromJson(row.placement),
    pullRequest: fromJson(row.pull_request),
    files: fromJson(row.files),
    decision: fromJson(row.decision),
    replaced: toReplaced(row.replaced),
    machine: fromJson(row.machine),
    guest: fromJson(row.guest),
    memory: fromJson(row.memory),
    rollBack: fromJson(row.roll_back),
    retryCheck: fromJson(row.retry_check),
    batch: toBatchRef(row),
  };
}

/** Which batch a request is one of; undefined where it was asked for by itself. */
export function toBatchRef(
  row: Pick<RequestRow, 'batch_id' | 'batch_position'>,
): BatchRef | undefined {
  return row.batch_id !== null && row.batch_position !== null
    ? { id: row.batch_id, position: row.batch_position }
    : undefined;
}

/** Reads a batch from its row. */
export function toStoredBatch(row: BatchRow): StoredBatch {
  return {
    id: row.id,
    kind: row.kind,
    template: row.template,
    requestedBy: row.requested_by,
    requestedFor: row.requested_for ?? undefined,
    owner: row.owner ?? undefined,
    environment: row.environment ?? undefined,
    purpose: row.purpose,
    inTurn: Boolean(row.in_turn),
    idempotency:
      row.idempotency_key !== null && row.asked_digest !== null
        ? { key: row.idempotency_key, digest: row.asked_digest }
        : undefined,
    state: row.state,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    wakeAt: row.wake_at ?? undefined,
    version: row.version,
  };
}

/** Reads an attempt from its row. */
export function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    request: row.request_id,
    number: row.number,
    purpose: row.purpose,
    task: row.task_id ?? undefined,
    calls: row.calls,
    createdAt: row.created_at,
    claimedAt: row.claimed_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}

/** Reads an entry of the history from its row. */
export function toEvent(row: EventRow): RequestEvent {
  return {
    id: row.id,
    at: row.at,
    by: row.by,
    type: row.type,
    from: row.from_state ?? undefined,
    to: row.to_state ?? undefined,
    reason: row.reason ?? undefined,
    detail: fromJson(row.detail),
  };
}

/** Reads an effect from its row. */
export function toEffect(row: EffectRow): Effect {
  return {
    id: row.id,
    request: row.request_id,
    what: row.what,
    ...(row.what === 'machine-hook'
      ? { hookCall: fromJson<HookCallInput>(row.input) }
      : { input: fromJson<NotificationInput>(row.input) }),
    detail: row.detail ?? undefined,
    tries: row.tries,
    nextAt: row.next_at ?? undefined,
    doneAt: row.done_at ?? undefined,
  };
}

/** Reads what operations need to know of a machine from its row. */
export function toStoredMachine(row: MachineRow): StoredMachine {
  return {
    id: row.id,
    lifecycle: row.lifecycle,
    generation: row.generation,
    madeBy: row.made_by,
    requestedBy: row.requested_by,
    shapedBy: row.shaped_by ?? undefined,
    name: row.name,
    fqdn: row.fqdn,
    environment: row.environment,
    owner: row.owner,
    blueprint: row.blueprint,
    stack: row.stack,
    isProtected: Boolean(row.protected),
    createdAt: row.created_at,
    endsAt: row.ends_at ?? undefined,
  };
}

function versionsOf(row: MachineRow): MachineVersions | undefined {
  return row.module_source === null || row.provider_version === null
    ? undefined
    : { module: row.module_source, provider: row.provider_version };
}

/** Reads a machine from its row. */
export function toMachine(row: MachineRow): LedgerMachine {
  return {
    id: row.id,
    lifecycle: row.lifecycle,
    generation: row.generation,
    source: row.source,
    providerId: row.provider_id ?? undefined,
    instanceUuid: row.instance_uuid ?? undefined,
    versions: versionsOf(row),
    name: row.name,
    fqdn: row.fqdn,
    environment: row.environment,
    owner: row.owner,
    blueprint: row.blueprint,
    stack: row.stack,
    request: row.made_by,
    requestedFor: row.requested_for ?? undefined,
    purpose: row.purpose,
    pullRequestUrl: row.pull_request_url ?? undefined,
    address: row.address ?? undefined,
    guest: fromJson(row.guest),
    endsAt: row.ends_at ?? undefined,
    createdAt: row.created_at,
  };
}
