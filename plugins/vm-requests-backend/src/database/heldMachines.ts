import { Knex } from 'knex';
import { livingLifecycles } from '@backlot/plugin-vm-requests-common';
import { BatchItemRow, MachineRow } from './rows';

type Holder = Pick<MachineRow, 'owner' | 'environment'>;

/** Machines of an owner are opened or taken over one after another, so that two cannot both be the last. */
export async function lockOwner(
  trx: Knex.Transaction,
  { owner, environment }: Holder,
): Promise<void> {
  await trx('owners')
    .insert({ owner, environment })
    .onConflict(['owner', 'environment'])
    .ignore();
  await trx('owners').where({ owner, environment }).forUpdate().first();
}

/** Kinds of requests whose machines are not in the ledger before. */
const adding = ['create', 'adopt'];

/**
 * Machines of an owner in an environment, those that are being made included, and those of its batches
 * that have no request yet.
 */
export async function countOf(
  db: Knex,
  { owner, environment }: Holder,
): Promise<number> {
  const [{ count }] = await db<MachineRow>('machines')
    .where({ owner, environment })
    .whereIn('lifecycle', livingLifecycles)
    .count({ count: '*' });
  const [{ count: waiting }] = await db<BatchItemRow>('batch_items')
    .whereIn(
      'batch_id',
      db('batches')
        .where({ owner, environment })
        .whereIn('kind', adding)
        .whereNot({ state: 'ended' })
        .select('id'),
    )
    .whereIn('state', ['waiting', 'opening'])
    .count({ count: '*' });
  return Number(count) + Number(waiting);
}
