import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  endStates,
  TransitionEvent,
  TransitionResult,
} from '@backlot/plugin-vm-requests-common';
import { RequestOperation } from '@backlot/plugin-vm-requests-node';
import { IdFactory } from '../clock';
import { checkGeneration } from './checkGeneration';
import { countOf, lockOwner } from './heldMachines';
import { patchColumns } from './requestColumns';
import { TransitionChange } from './RequestStore';
import {
  AttemptRow,
  BatchRow,
  EffectRow,
  EventRow,
  giveBackOrder,
  MachineRow,
  RequestRow,
  toJson,
} from './rows';
import {
  Effect,
  HookCallInput,
  NotificationInput,
  RequestPatch,
  StoredRequest,
} from './StoredRequest';

/** The time of a transaction, and where its identifiers come from. */
export interface Moment {
  now: string;
  newId: IdFactory;
}

/** The error of a compare-and-set that found something else than was read. */
export function changedMeanwhile(request: StoredRequest): ConflictError {
  return new ConflictError(
    `Request ${request.id} has changed in the meantime; look at it again.`,
  );
}

/** What the history calls a transition. */
const eventTypes: Record<TransitionEvent, string> = {
  open: 'opened',
  submit: 'planned',
  'request-changes': 'changes-requested',
  approve: 'approved',
  reject: 'rejected',
  cancel: 'cancelled',
  expire: 'expired',
  wait: 'put-off',
  start: 'started',
  claim: 'claimed',
  apply: 'applied',
  complete: 'done',
  fail: 'task-failed',
  lose: 'task-lost',
  restart: 'restarted',
  hold: 'held',
  retry: 'retried',
  replan: 'planning-anew',
  'roll-back': 'roll-back-chosen',
  'rolled-back': 'rolled-back',
  'given-back': 'given-back',
};

async function writeAttempts(
  trx: Knex.Transaction,
  { now, newId }: Moment,
  request: StoredRequest,
  result: TransitionResult,
  task: string | undefined,
): Promise<string> {
  if (task !== undefined) {
    await trx<AttemptRow>('attempts')
      .where({ id: request.attempt })
      .update({ task_id: task, claimed_at: now });
  }
  if (result.phase === 'running') {
    return request.attempt;
  }
  await trx<AttemptRow>('attempts')
    .where({ id: request.attempt })
    .whereNull('ended_at')
    .update({ ended_at: now });
  if (result.phase !== 'starting') {
    return request.attempt;
  }
  const [{ last }] = await trx<AttemptRow>('attempts')
    .where({ request_id: request.id })
    .max({ last: 'number' });
  const id = newId();
  await trx<AttemptRow>('attempts').insert({
    id,
    request_id: request.id,
    number: Number(last) + 1,
    purpose: 'apply',
    calls: 0,
    created_at: now,
  });
  return id;
}

function startsAfter(
  request: StoredRequest,
  event: TransitionEvent,
  result: TransitionResult,
): number {
  if (event === 'approve' || event === 'retry' || event === 'start') {
    return 1;
  }
  return result.phase === 'starting' ? request.starts + 1 : request.starts;
}

function effectRow(
  moment: Moment,
  request: StoredRequest,
  effect: {
    what: Effect['what'];
    position: number;
    nextAt?: string;
    input?: NotificationInput | HookCallInput;
  },
): EffectRow {
  return {
    id: moment.newId(),
    request_id: request.id,
    what: effect.what,
    position: effect.position,
    detail: null,
    input: toJson(effect.input) ?? null,
    tries: 0,
    next_at: effect.nextAt ?? null,
    done_at: null,
  };
}

async function writeEffects(
  trx: Knex.Transaction,
  moment: Moment,
  request: StoredRequest,
  result: TransitionResult,
  change: TransitionChange,
  operation: RequestOperation,
): Promise<void> {
  const isUndoing = result.state === 'undoing';
  const steps = isUndoing ? operation.giveBack : [];
  const due: [Effect['what'], string | undefined][] = [
    // An order of Atlantis' own: nothing else waits for it.
    ['lock-release', isUndoing && request.pullRequest ? moment.now : undefined],
    ['branch-removal', change.removeBranchAt],
    ['address-removal', change.removeAddressAt],
    ['directory-removal', change.removeDirectoryAt],
    ['guest-watch', change.watchGuestAt],
  ];
  const rows = [
    ...steps.map((what, position) =>
      effectRow(moment, request, { what, position }),
    ),
    ...due.flatMap(([what, nextAt]) =>
      nextAt === undefined
        ? []
        : [
            effectRow(moment, request, {
              what,
              position: giveBackOrder.length,
              nextAt,
            }),
          ],
    ),
    ...(change.hookCalls ?? []).map(input =>
      effectRow(moment, request, {
        what: 'machine-hook',
        position: giveBackOrder.length,
        nextAt: moment.now,
        input,
      }),
    ),
  ];
  if (rows.length > 0) {
    await trx<EffectRow>('effects').insert(rows);
  }
  await writeNotifications(trx, moment, request, change.notifications);
}

/** Writes down whom to tell what. */
export async function writeNotifications(
  trx: Knex.Transaction,
  moment: Moment,
  request: StoredRequest,
  notifications: NotificationInput[] = [],
): Promise<void> {
  const rows = notifications.map(input =>
    effectRow(moment, request, {
      what: 'notification',
      position: giveBackOrder.length + 1,
      nextAt: moment.now,
      input,
    }),
  );
  if (rows.length > 0) {
    await trx<EffectRow>('effects').insert(rows);
  }
}

/** What its page and lists show of a machine, from what is written of a request on it. */
export async function keepOnMachine(
  trx: Knex.Transaction,
  request: StoredRequest,
  { guest, pullRequest }: RequestPatch,
): Promise<void> {
  const machine = trx<MachineRow>('machines').where({ id: request.machineId });
  if (guest) {
    await machine.clone().update({ guest: toJson(guest) });
  }
  if (pullRequest) {
    await machine
      .where({ made_by: request.id })
      .update({ pull_request_url: pullRequest.url });
  }
}

/** What the machine is once a request on it has ended. */
async function writeMachine(
  trx: Knex.Transaction,
  { now }: Moment,
  request: StoredRequest,
  { state }: TransitionResult,
  { lifecycle: { done, otherwise } }: RequestOperation,
  change: TransitionChange,
): Promise<void> {
  const { patch = {}, machine: settings = {} } = change;
  const lifecycle = state === 'done' ? done : otherwise;
  if (change.admit && settings.owner !== undefined) {
    const held = { owner: settings.owner, environment: request.environment };
    await lockOwner(trx, held);
    change.admit(await countOf(trx, held));
  }
  const machine = patch.machine ?? request.machine;
  const address = patch.address ?? request.address;
  const written = await trx<MachineRow>('machines')
    .where({
      id: request.machineId,
      ...(state === 'done' && { generation: request.baseGeneration }),
    })
    .update({
      lifecycle,
      updated_at: now,
      ...(state === 'done' && {
        generation: request.baseGeneration + 1,
        shaped_by: request.id,
        provider_id: machine?.id ?? null,
        instance_uuid: machine?.instanceUuid ?? null,
        module_source: request.terms.terraform?.moduleSource ?? null,
        provider_version: request.terms.terraform?.provider.version ?? null,
        address: address?.address ?? null,
        ...(settings.owner !== undefined && { owner: settings.owner }),
        ...(settings.endsAt !== undefined && {
          ends_at: settings.endsAt,
          end_look_at: settings.endsAt && now,
          end_told_at: null,
        }),
      }),
    });
  if (written === 0) {
    await checkGeneration(trx, request);
  }
  if (lifecycle === 'gone') {
    // Nothing is due of it any more: what is due is looked for all the time.
    await trx<MachineRow>('machines')
      .where({ id: request.machineId })
      .update({ end_look_at: null });
    await trx('names').where({ machine_id: request.machineId }).delete();
    await trx('mac_addresses')
      .where({ machine_id: request.machineId })
      .delete();
  }
}

/**
 * Whether what is in the way still is: an apply template that starts again, because what follows the
 * apply could not be done, meets the same.
 */
function staysObstructed(
  request: StoredRequest,
  { event }: TransitionChange,
): boolean {
  return (
    event === 'restart' || (event === 'claim' && request.state === 'applied')
  );
}

/**
 * Writes a transition: compare-and-set on state, attempt and phase first, then all that belongs to
 * it.
 *
 * @throws ConflictError when the request is not any more as it was read, or is to be applied and its
 *   machine is not any more as it was planned on
 */
export async function writeTransition(
  trx: Knex.Transaction,
  moment: Moment,
  request: StoredRequest,
  result: TransitionResult,
  change: TransitionChange,
  operation: RequestOperation,
): Promise<void> {
  const ended = endStates.includes(result.state);
  const guard = {
    id: request.id,
    state: request.state,
    phase: request.phase,
    attempt_id: request.attempt,
  };
  const locked = await trx<RequestRow>('requests')
    .where(guard)
    .update({ updated_at: moment.now });
  if (locked !== 1) {
    throw changedMeanwhile(request);
  }
  if (change.event === 'approve' || change.event === 'claim') {
    await checkGeneration(trx, request);
  }
  const attempt = await writeAttempts(
    trx,
    moment,
    request,
    result,
    change.task,
  );
  await trx<RequestRow>('requests')
    .where(guard)
    .update({
      ...(change.event === 'given-back' ? {} : { message: null, cause: null }),
      ...(staysObstructed(request, change)
        ? {}
        : { obstacle: null, obstruction: null }),
      // A new plan is decided on anew.
      ...(change.event === 'submit' ? { decision: null } : {}),
      ...(result.phase === 'waiting' ? {} : { apply_wait: null }),
      may_exist: result.mayExist,
      ...patchColumns(change.patch ?? {}),
      state: result.state,
      phase: result.phase,
      ends_as: result.endsAs && !ended ? result.endsAs : null,
      attempt_id: attempt,
      starts: startsAfter(request, change.event, result),
      setbacks: 0,
      wake_at: ended ? null : change.wakeAt ?? null,
    });
  if (change.patch) {
    await keepOnMachine(trx, request, change.patch);
  }
  if (ended) {
    await writeMachine(trx, moment, request, result, operation, change);
  }
  await writeEffects(trx, moment, request, result, change, operation);
  if (request.batch) {
    await trx<BatchRow>('batches')
      .where({ id: request.batch.id })
      .update({ wake_at: moment.now, version: trx.raw('version + 1') });
  }
  await trx<EventRow>('events').insert({
    id: moment.newId(),
    request_id: request.id,
    at: moment.now,
    by: change.by,
    type:
      change.event === 'submit' && !request.needsPlan
        ? 'submitted'
        : eventTypes[change.event],
    from_state: request.state,
    to_state: result.state,
    reason: change.reason ?? null,
    detail: toJson(change.detail) ?? null,
  });
}
