import { Knex } from 'knex';
import {
  endStates,
  TransitionEvent,
  TransitionResult,
} from '@backlot/plugin-vm-requests-common';
import { IdFactory } from '../clock';
import { operationTraits } from '../operations/traits';
import { changedMeanwhile } from './changedMeanwhile';
import { patchColumns } from './requestColumns';
import { TransitionChange } from './RequestStore';
import {
  AttemptRow,
  EffectRow,
  EventRow,
  giveBackOrder,
  MachineRow,
  RequestRow,
  toJson,
} from './rows';
import {
  Effect,
  NotificationInput,
  RequestPatch,
  StoredRequest,
} from './StoredRequest';

/** The time of a transaction, and where its identifiers come from. */
export interface Moment {
  now: string;
  newId: IdFactory;
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
  claim: 'claimed',
  apply: 'applied',
  complete: 'done',
  fail: 'task-failed',
  lose: 'task-lost',
  restart: 'restarted',
  hold: 'held',
  retry: 'retried',
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
  if (event === 'approve' || event === 'retry') {
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
    input?: NotificationInput;
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
): Promise<void> {
  const isUndoing = result.state === 'undoing';
  const steps = isUndoing ? operationTraits[request.kind].giveBack : [];
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

/** What the machine is once a request on it has ended. */
async function writeMachine(
  trx: Knex.Transaction,
  { now }: Moment,
  request: StoredRequest,
  { state }: TransitionResult,
  patch: RequestPatch = {},
): Promise<void> {
  const { done, otherwise } = operationTraits[request.kind].machine;
  const lifecycle = state === 'done' ? done : otherwise;
  const machine = patch.machine ?? request.machine;
  const address = patch.address ?? request.address;
  await trx<MachineRow>('machines')
    .where({ id: request.machineId })
    .update({
      lifecycle,
      updated_at: now,
      ...(state === 'done' && {
        generation: request.baseGeneration + 1,
        shaped_by: request.id,
        provider_id: machine?.id ?? null,
        instance_uuid: machine?.instanceUuid ?? null,
        address: address?.address ?? null,
      }),
    });
  if (lifecycle === 'gone') {
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
 * @throws ConflictError when the request is not any more as it was read
 */
export async function writeTransition(
  trx: Knex.Transaction,
  moment: Moment,
  request: StoredRequest,
  result: TransitionResult,
  change: TransitionChange,
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
      ...patchColumns(change.patch ?? {}),
      state: result.state,
      phase: result.phase,
      ends_as: result.endsAs && !ended ? result.endsAs : null,
      attempt_id: attempt,
      starts: startsAfter(request, change.event, result),
      setbacks: 0,
      wake_at: ended ? null : change.wakeAt ?? null,
    });
  if (ended) {
    await writeMachine(trx, moment, request, result, change.patch);
  }
  await writeEffects(trx, moment, request, result, change);
  await trx<EventRow>('events').insert({
    id: moment.newId(),
    request_id: request.id,
    at: moment.now,
    by: change.by,
    type: eventTypes[change.event],
    from_state: request.state,
    to_state: result.state,
    reason: change.reason ?? null,
    detail: toJson(change.detail) ?? null,
  });
}
