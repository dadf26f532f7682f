import { Knex } from 'knex';
import {
  livingLifecycles,
  MachineLifecycle,
  standingLifecycles,
} from '@backlot/plugin-vm-requests-common';
import { MachineRow } from './rows';

/** How the inventory knows a machine. */
export interface InventoryMachineRef {
  source: string;
  /** Id within the source. */
  id: string;
  instanceUuid?: string;
}

/** Whose a machine of the inventory is, and what is being done to it. */
export interface MachineHolding {
  machine: string;
  owner: string;
  environment: string;
  /** Id of the request that is being applied to it. */
  inApply?: string;
}

/** States in which Terraform may be changing the machine. */
const inApply = ['applying', 'rolling-back'];

/**
 * The ledger's machine that the inventory means: by its id there, which another machine may have got
 * meanwhile, else by what it keeps when it is registered anew.
 *
 * @param lifecycles - of those that are looked through
 */
export async function findMachineAs(
  db: Knex,
  { source, id, instanceUuid }: InventoryMachineRef,
  lifecycles: readonly MachineLifecycle[],
): Promise<MachineRow | undefined> {
  const machines = () =>
    db<MachineRow>('machines')
      .where({ source })
      .whereIn('lifecycle', [...lifecycles]);
  const uuid = instanceUuid?.toLowerCase();
  const byId = await machines().where({ provider_id: id }).first();
  const isSame =
    byId &&
    (!uuid || !byId.instance_uuid || byId.instance_uuid.toLowerCase() === uuid);
  if (isSame || !uuid) {
    return isSame ? byId : undefined;
  }
  return machines().whereRaw('LOWER(instance_uuid) = ?', [uuid]).first();
}

/** Whose a standing machine is, and what is being done to it; undefined for one that is not the ledger's. */
export async function findMachineHolding(
  db: Knex,
  ref: InventoryMachineRef,
): Promise<MachineHolding | undefined> {
  const found = await findMachineAs(db, ref, standingLifecycles);
  if (!found) {
    return undefined;
  }
  const request = await db('requests')
    .where({ machine_id: found.id })
    .whereIn('state', inApply)
    .first<{ id: string } | undefined>('id');
  return {
    machine: found.id,
    owner: found.owner,
    environment: found.environment,
    inApply: request?.id,
  };
}

/** How many machines are looked for by one query: each brings three values. */
const machinesPerQuery = 100;

/** Those of the inventory's machines that the ledger has, or is about to have. */
export async function listHeld<M extends InventoryMachineRef>(
  db: Knex,
  machines: readonly M[],
): Promise<Set<M>> {
  const held = new Set<M>();
  for (let at = 0; at < machines.length; at += machinesPerQuery) {
    const part = machines.slice(at, at + machinesPerQuery);
    const uuids = part.flatMap(({ instanceUuid: uuid }) =>
      uuid ? [...new Set([uuid, uuid.toLowerCase()])] : [],
    );
    const rows = await db<MachineRow>('machines')
      .whereIn('source', [...new Set(part.map(({ source }) => source))])
      .whereIn('lifecycle', [...livingLifecycles])
      .where(same =>
        same
          .whereIn(
            'provider_id',
            part.map(({ id }) => id),
          )
          .orWhereIn('instance_uuid', uuids),
      )
      .select('source', 'provider_id', 'instance_uuid')
      .then(
        (
          found: Pick<MachineRow, 'source' | 'provider_id' | 'instance_uuid'>[],
        ) => found,
      );
    part
      .filter(machine => rows.some(row => isHeldAs(row, machine)))
      .forEach(machine => held.add(machine));
  }
  return held;
}

/** Whether a row is that of a machine: by its UUID where both have one, else by its id. */
function isHeldAs(
  row: Pick<MachineRow, 'source' | 'provider_id' | 'instance_uuid'>,
  { source, id, instanceUuid }: InventoryMachineRef,
): boolean {
  return (
    row.source === source &&
    (row.instance_uuid && instanceUuid
      ? row.instance_uuid.toLowerCase() === instanceUuid.toLowerCase()
      : row.provider_id === id)
  );
}
