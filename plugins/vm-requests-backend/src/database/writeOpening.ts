import { Knex } from 'knex';
import { ConflictError } from '@backstage/errors';
import {
  livingLifecycles,
  RequestInterface,
} from '@backlot/plugin-vm-requests-common';
import { RequestOperation } from '@backlot/plugin-vm-requests-node';
import { findMachineAs } from './findMachineHolding';
import { findOpenRequest } from './findOpenRequest';
import { countOf, lockOwner } from './heldMachines';
import { MacAddressesTakenError } from './MacAddressesTakenError';
import { openingColumns } from './requestColumns';
import {
  AdoptionOpening,
  CreationOpening,
  NewRequest,
  Opening,
} from './RequestStore';
import {
  AttemptRow,
  EventRow,
  MachineRow,
  MacAddressRow,
  BatchItemRow,
  RequestRow,
  toJson,
} from './rows';
import { StoredMachine } from './StoredRequest';
import { takeName } from './writeNames';
import { Moment } from './writeTransition';

type Transaction = Knex.Transaction;

/** Gives each interface the first of the MAC addresses that is still free. */
async function takeMacAddresses(
  trx: Transaction,
  request: NewRequest,
  {
    interfaces,
    macAddresses,
  }: Pick<CreationOpening, 'interfaces' | 'macAddresses'>,
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

/**
 * Gives the place of a request in its batch to it.
 *
 * @throws ConflictError when it has another by now, or somebody cancelled it
 */
async function takePlace(
  trx: Transaction,
  request: NewRequest,
  task: string,
): Promise<void> {
  if (!request.batch) {
    return;
  }
  const { id, position, attempt } = request.batch;
  const taken = await trx<BatchItemRow>('batch_items')
    .where({ batch_id: id, position, attempt, request_id: null })
    .whereIn('state', ['waiting', 'opening'])
    .update({ request_id: request.id, state: 'opened', task_id: task });
  if (taken !== 1) {
    throw new ConflictError(
      `Number ${position} of batch ${id} has another request by now, or is cancelled.`,
    );
  }
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
    reason: request.requestedFor && `On behalf of ${request.requestedFor}.`,
    detail: toJson({ task }),
  });
  await takePlace(trx, request, task);
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
  operation: RequestOperation,
): Promise<void> {
  await lockOwner(trx, request);
  if (await hasRequest(trx, task)) {
    return;
  }
  // Its place in a batch counts no more, and its machine not yet.
  await writeRequest(trx, moment, request, task, opening);
  opening.check(await countOf(trx, request));
  await trx<MachineRow>('machines').insert(
    machineRow(moment, request, operation),
  );
  await takeName(trx, request);
  const interfaces = await takeMacAddresses(trx, request, opening);
  await trx<RequestRow>('requests')
    .where({ id: request.id })
    .update({ interfaces: JSON.stringify(interfaces) });
}

/** The machine that a request makes or adopts, as it is before. */
function machineRow(
  { now }: Moment,
  request: NewRequest,
  { lifecycle }: RequestOperation,
): Omit<
  MachineRow,
  | 'shaped_by'
  | 'provider_id'
  | 'instance_uuid'
  | 'module_source'
  | 'provider_version'
  | 'address'
  | 'pull_request_url'
  | 'guest'
  | 'protected'
  | 'ends_at'
  | 'end_look_at'
  | 'end_told_at'
> {
  return {
    id: request.machineId,
    lifecycle: lifecycle.meanwhile,
    generation: request.baseGeneration,
    made_by: request.id,
    name: request.name,
    name_key: request.nameKey,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    blueprint: request.spec.blueprint,
    stack: request.stack,
    source: request.spec.source,
    purpose: request.purpose,
    requested_by: request.requestedBy,
    requested_for: request.requestedFor ?? null,
    created_at: now,
    updated_at: now,
  };
}

/** Also those who are about to adopt it have a machine. */
async function checkNotAdopted(
  trx: Transaction,
  { machine }: AdoptedRequest,
): Promise<void> {
  const other = await findMachineAs(trx, machine, livingLifecycles);
  if (other) {
    throw new ConflictError(
      `Machine ${machine.id} of ${machine.source} is that of request ${other.made_by} already.`,
    );
  }
}

/** A request that adopts a machine. */
type AdoptedRequest = NewRequest &
  Required<Pick<NewRequest, 'machine' | 'interfaces'>>;

/**
 * Writes a request that adopts a machine of its source, with the machine, its name and its MAC
 * addresses. Writes nothing when the task has a request already.
 *
 * @throws ConflictError when the machine, its name or one of its MAC addresses is another request's
 */
export async function writeAdoption(
  trx: Transaction,
  moment: Moment,
  request: AdoptedRequest,
  task: string,
  opening: AdoptionOpening,
  operation: RequestOperation,
): Promise<void> {
  await lockOwner(trx, request);
  if (await hasRequest(trx, task)) {
    return;
  }
  const { machine, interfaces } = request;
  await checkNotAdopted(trx, request);
  await writeRequest(trx, moment, request, task, opening);
  opening.check(await countOf(trx, request));
  await trx<MachineRow>('machines').insert({
    ...machineRow(moment, request, operation),
    provider_id: machine.id,
    instance_uuid: machine.instanceUuid ?? null,
  });
  await takeName(trx, request);
  // Of two who adopt it at once, the second meets the name and the MAC addresses of the first.
  try {
    await takeMacAddresses(trx, request, {
      interfaces: interfaces.map(({ name }) => name),
      macAddresses: interfaces.map(({ macAddress }) => macAddress),
    });
  } catch (error) {
    if (!(error instanceof MacAddressesTakenError)) {
      throw error;
    }
    throw new ConflictError(
      `A MAC address of ${
        request.fqdn
      } is that of another machine of the ledger. Look for two machines with one of ${interfaces
        .map(({ macAddress }) => macAddress)
        .join(', ')}.`,
      error,
    );
  }
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
  { lifecycle }: RequestOperation,
): Promise<void> {
  // Locked until the end: of two requests on a machine the second sees the first.
  const current = await trx<MachineRow>('machines')
    .where({ id: machine.id })
    .forUpdate()
    .first('lifecycle', 'generation', 'protected');
  if (await hasRequest(trx, task)) {
    return;
  }
  const open = await findOpenRequest(trx, machine.id);
  if (open !== undefined) {
    throw new ConflictError(
      `Request ${open} on ${machine.fqdn} is open. Wait for its end, or cancel it.`,
    );
  }
  if (
    current?.lifecycle !== machine.lifecycle ||
    current.generation !== machine.generation ||
    Boolean(current.protected) !== machine.isProtected
  ) {
    throw new ConflictError(
      `${machine.fqdn} has changed meanwhile. Look at it, and ask again.`,
    );
  }
  await trx<MachineRow>('machines').where({ id: machine.id }).update({
    lifecycle: lifecycle.meanwhile,
    updated_at: moment.now,
  });
  await writeRequest(trx, moment, request, task, opening);
}
