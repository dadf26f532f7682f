import { Knex } from 'knex';
import { ConflictError } from '@backstage/errors';
import {
  endStates,
  livingLifecycles,
  RequestInterface,
} from '@backlot/plugin-vm-requests-common';
import { MacAddressesTakenError } from './MacAddressesTakenError';
import { operationTraits } from '../operations/traits';
import { openingColumns } from './requestColumns';
import { CreationOpening, NewRequest, Opening } from './RequestStore';
import {
  AttemptRow,
  EventRow,
  MachineRow,
  MacAddressRow,
  NameRow,
  RequestRow,
  toJson,
} from './rows';
import { StoredMachine } from './StoredRequest';
import { Moment } from './writeTransition';

type Transaction = Knex.Transaction;

/** Requests of one owner are opened one after another, so that two cannot both be the last. */
async function lockOwner(
  trx: Transaction,
  { owner, environment }: NewRequest,
): Promise<void> {
  await trx('owners')
    .insert({ owner, environment })
    .onConflict(['owner', 'environment'])
    .ignore();
  await trx('owners').where({ owner, environment }).forUpdate().first();
}

/** Machines of an owner in an environment, those that are being made included. */
export async function countOf(
  db: Knex,
  { owner, environment }: Pick<NewRequest, 'owner' | 'environment'>,
): Promise<number> {
  const [{ count }] = await db<MachineRow>('machines')
    .where({ owner, environment })
    .whereIn('lifecycle', livingLifecycles)
    .count({ count: '*' });
  return Number(count);
}

/** The request that makes or made the machine with a name. */
export async function findNameHolder(
  db: Knex,
  nameKey: string,
): Promise<Pick<MachineRow, 'id' | 'made_by'> | undefined> {
  return db<NameRow>('names')
    .join<MachineRow>('machines', 'machines.id', 'names.machine_id')
    .where('names.name_key', nameKey)
    .first('machines.id', 'machines.made_by');
}

async function takeName(trx: Transaction, request: NewRequest): Promise<void> {
  await trx<NameRow>('names')
    .insert({ name_key: request.nameKey, machine_id: request.machineId })
    .onConflict('name_key')
    .ignore();
  const holder = await findNameHolder(trx, request.nameKey);
  if (holder?.id !== request.machineId) {
    throw new ConflictError(
      `The name ${request.name} is taken by request ${holder?.made_by}.`,
    );
  }
}

/** Gives each interface the first of the MAC addresses that is still free. */
async function takeMacAddresses(
  trx: Transaction,
  request: NewRequest,
  { interfaces, macAddresses }: CreationOpening,
): Promise<RequestInterface[]> {
  const taken: RequestInterface[] = [];
  for (const macAddress of macAddresses) {
    if (taken.length === interfaces.length) {
      break;
    }
    const name = interfaces[taken.length];
    await trx<MacAddressRow>('mac_addresses')
      .insert({
        mac_address: macAddress,
        machine_id: request.machineId,
        interface: name,
      })
      .onConflict('mac_address')
      .ignore();
    const holder = await trx<MacAddressRow>('mac_addresses')
      .where({ mac_address: macAddress })
      .first('machine_id');
    if (holder?.machine_id === request.machineId) {
      taken.push({ name, macAddress });
    }
  }
  if (taken.length < interfaces.length) {
    throw new MacAddressesTakenError(
      `Other requests took the MAC addresses that were drawn for ${request.fqdn}.`,
    );
  }
  return taken;
}

async function hasRequest(trx: Transaction, task: string): Promise<boolean> {
  const known = await trx<AttemptRow>('attempts')
    .where({ task_id: task })
    .first('id');
  return known !== undefined;
}

/** The request itself, with its first attempt and its first entry in the history. */
async function writeRequest(
  trx: Transaction,
  { now, newId }: Moment,
  request: NewRequest,
  task: string,
  { wakeAt }: Opening,
): Promise<void> {
  const attempt = newId();
  await trx<RequestRow>('requests').insert({
    ...openingColumns(request),
    state: 'open',
    phase: 'running',
    attempt_id: attempt,
    starts: 0,
    created_at: now,
    updated_at: now,
    wake_at: wakeAt,
    setbacks: 0,
  });
  await trx<AttemptRow>('attempts').insert({
    id: attempt,
    request_id: request.id,
    number: 1,
    purpose: 'prepare',
    task_id: task,
    calls: 1,
    created_at: now,
    claimed_at: now,
  });
  await trx<EventRow>('events').insert({
    id: newId(),
    request_id: request.id,
    at: now,
    by: request.requestedBy,
    type: 'opened',
    to_state: 'open',
    detail: toJson({ task }),
  });
}

/**
 * Writes a request that makes a machine, with the machine, its name and its MAC addresses. Writes
 * nothing when the task has a request already.
 *
 * @throws ConflictError when the name is taken
 * @throws MacAddressesTakenError when too many of the MAC addresses are
 */
export async function writeCreation(
  trx: Transaction,
  moment: Moment,
  request: NewRequest,
  task: string,
  opening: CreationOpening,
): Promise<void> {
  await lockOwner(trx, request);
  if (await hasRequest(trx, task)) {
    return;
  }
  opening.check(await countOf(trx, request));
  await writeRequest(trx, moment, request, task, opening);
  await trx<MachineRow>('machines').insert({
    id: request.machineId,
    lifecycle: operationTraits[request.kind].machine.meanwhile,
    generation: request.baseGeneration,
    made_by: request.id,
    name: request.name,
    name_key: request.nameKey,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    source: request.spec.source,
    created_at: moment.now,
    updated_at: moment.now,
  });
  await takeName(trx, request);
  const interfaces = await takeMacAddresses(trx, request, opening);
  await trx<RequestRow>('requests')
    .where({ id: request.id })
    .update({ interfaces: JSON.stringify(interfaces) });
}

/**
 * Writes a request on a machine that stands. Writes nothing when the task has a request already.
 *
 * @throws ConflictError when the machine is not any more as it was read, or another request on it is
 *   open
 */
export async function writeOperation(
  trx: Transaction,
  moment: Moment,
  machine: StoredMachine,
  request: NewRequest,
  task: string,
  opening: Opening,
): Promise<void> {
  // Locked until the end: of two requests on a machine the second sees the first.
  const current = await trx<MachineRow>('machines')
    .where({ id: machine.id })
    .forUpdate()
    .first('lifecycle', 'generation');
  if (await hasRequest(trx, task)) {
    return;
  }
  const open = await trx<RequestRow>('requests')
    .where({ machine_id: machine.id })
    .whereNotIn('state', endStates)
    .first('id');
  if (open) {
    throw new ConflictError(
      `Request ${open.id} on ${machine.fqdn} is open. Wait for its end, or cancel it.`,
    );
  }
  if (
    current?.lifecycle !== machine.lifecycle ||
    current.generation !== machine.generation
  ) {
    throw new ConflictError(
      `${machine.fqdn} has changed meanwhile. Look at it, and ask again.`,
    );
  }
  await trx<MachineRow>('machines').where({ id: machine.id }).update({
    lifecycle: operationTraits[request.kind].machine.meanwhile,
    updated_at: moment.now,
  });
  await writeRequest(trx, moment, request, task, opening);
}
