import { ConflictError } from '@backstage/errors';
import { BatchRef } from '@backlot/plugin-vm-requests-common';
import { Knex } from 'knex';
import { NewRequest } from './RequestStore';
import { MachineRow, NameRow } from './rows';

/** What has a name: the machine of a request, or one of a batch whose request is not opened yet. */
export type NameHolderRow = Pick<
  NameRow,
  'machine_id' | 'batch_id' | 'batch_position'
> & { made_by: MachineRow['made_by'] | null };

/** What has a name; undefined where nothing does. */
export async function findNameHolder(
  db: Knex,
  nameKey: string,
): Promise<NameHolderRow | undefined> {
  return db('names')
    .leftJoin('machines', 'machines.id', 'names.machine_id')
    .where('names.name_key', nameKey)
    .first<NameHolderRow | undefined>(
      'names.machine_id',
      'names.batch_id',
      'names.batch_position',
      'machines.made_by',
    );
}

function taken(name: string, holder: NameHolderRow | undefined): ConflictError {
  return new ConflictError(
    holder?.machine_id
      ? `The name ${name} is taken by request ${holder.made_by}.`
      : `The name ${name} is kept for number ${holder?.batch_position} of batch ${holder?.batch_id}.`,
  );
}

function isKeptFor(
  { id, position }: BatchRef,
  holder: NameHolderRow | undefined,
): boolean {
  return (
    holder?.machine_id === null &&
    holder.batch_id === id &&
    holder.batch_position === position
  );
}

/**
 * Keeps a name for one of a batch, until its request takes it.
 *
 * @throws ConflictError when something has it, with what
 */
export async function keepName(
  trx: Knex.Transaction,
  batch: BatchRef,
  { name, key }: { name: string; key: string },
): Promise<void> {
  await trx<NameRow>('names')
    .insert({
      name_key: key,
      machine_id: null,
      batch_id: batch.id,
      batch_position: batch.position,
    })
    .onConflict('name_key')
    .ignore();
  const holder = await findNameHolder(trx, key);
  if (!isKeptFor(batch, holder)) {
    throw taken(name, holder);
  }
}

/** Lets go of what is kept for one of a batch that has its name by now. */
async function letKeptNamesGo(
  trx: Knex.Transaction,
  { id, position }: BatchRef,
): Promise<void> {
  await trx<NameRow>('names')
    .where({ batch_id: id, batch_position: position })
    .whereNull('machine_id')
    .delete();
}

/**
 * Takes a name for the machine of a request; that which its batch has kept for it is its own. Kept by
 * another key, since policy has another scope of names by now, it is free for others.
 *
 * @throws ConflictError when something else has it, with what
 */
export async function takeName(
  trx: Knex.Transaction,
  request: Pick<NewRequest, 'name' | 'nameKey' | 'machineId' | 'batch'>,
): Promise<void> {
  const { name, nameKey, machineId, batch } = request;
  await trx<NameRow>('names')
    .insert({
      name_key: nameKey,
      machine_id: machineId,
      batch_id: null,
      batch_position: null,
    })
    .onConflict('name_key')
    .ignore();
  const holder = await findNameHolder(trx, nameKey);
  if (batch && isKeptFor(batch, holder)) {
    await trx<NameRow>('names')
      .where({ name_key: nameKey })
      .update({ machine_id: machineId });
  } else if (holder?.machine_id !== machineId) {
    throw taken(name, holder);
  }
  if (batch) {
    await letKeptNamesGo(trx, batch);
  }
}
