import { Knex } from 'knex';
import { ConflictError } from '@backstage/errors';
import {
  endStates,
  RequestInterface,
} from '@backlot/plugin-vm-requests-common';
import { MacAddressesTakenError } from './MacAddressesTakenError';
import { NewRequest, Opening } from './RequestStore';
import {
  AttemptRow,
  EventRow,
  MacAddressRow,
  RequestRow,
  toJson,
} from './rows';
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

/** Living machines and open requests of an owner in an environment. */
export async function countOf(
  db: Knex,
  { owner, environment }: Pick<NewRequest, 'owner' | 'environment'>,
): Promise<number> {
  const [machines] = await db('machines')
    .where({ owner, environment })
    .count({ count: '*' });
  const [requests] = await db('requests')
    .where({ owner, environment })
    .whereNotIn('state', endStates)
    .count({ count: '*' });
  return Number(machines.count) + Number(requests.count);
}

async function takeName(trx: Transaction, request: NewRequest): Promise<void> {
  await trx('names')
    .insert({ name_key: request.nameKey, request_id: request.id })
    .onConflict('name_key')
    .ignore();
  const holder = await trx('names')
    .where({ name_key: request.nameKey })
    .first('request_id');
  if (holder.request_id !== request.id) {
    throw new ConflictError(
      `The name ${request.name} is taken by request ${holder.request_id}.`,
    );
  }
}

/** Gives each interface the first of the MAC addresses that is still free. */
async function takeMacAddresses(
  trx: Transaction,
  request: NewRequest,
  { interfaces, macAddresses }: Opening,
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
        request_id: request.id,
        interface: name,
      })
      .onConflict('mac_address')
      .ignore();
    const holder = await trx<MacAddressRow>('mac_addresses')
      .where({ mac_address: macAddress })
      .first('request_id');
    if (holder?.request_id === request.id) {
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

/**
 * Writes a new request with its name, its MAC addresses, its first attempt and its first entry in
 * the history. Writes nothing when the task has a request already.
 *
 * @throws ConflictError when the name is taken
 * @throws MacAddressesTakenError when too many of the MAC addresses are
 */
export async function writeOpening(
  trx: Transaction,
  { now, newId }: Moment,
  request: NewRequest,
  task: string,
  opening: Opening,
): Promise<void> {
  await lockOwner(trx, request);
  const known = await trx<AttemptRow>('attempts')
    .where({ task_id: task })
    .first('id');
  if (known) {
    return;
  }
  opening.check(await countOf(trx, request));
  const attempt = newId();
  await trx<RequestRow>('requests').insert({
    id: request.id,
    kind: request.kind,
    state: 'open',
    phase: 'running',
    attempt_id: attempt,
    starts: 0,
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
    created_at: now,
    updated_at: now,
    wake_at: opening.wakeAt,
    setbacks: 0,
    spec: JSON.stringify(request.spec),
    terms: JSON.stringify(request.terms),
    approvers: JSON.stringify(request.approvers),
  });
  await takeName(trx, request);
  const interfaces = await takeMacAddresses(trx, request, opening);
  await trx<RequestRow>('requests')
    .where({ id: request.id })
    .update({ interfaces: JSON.stringify(interfaces) });
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
