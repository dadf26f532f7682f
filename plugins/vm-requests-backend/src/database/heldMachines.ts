import { Knex } from 'knex';
import { livingLifecycles } from '@backlot/plugin-vm-requests-common';
import { MachineRow } from './rows';

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

/** Machines of an owner in an environment, those that are being made included. */
export async function countOf(
  db: Knex,
  { owner, environment }: Holder,
): Promise<number> {
  const [{ count }] = await db<MachineRow>('machines')
    .where({ owner, environment })
    .whereIn('lifecycle', livingLifecycles)
    .count({ count: '*' });
  return Number(count);
}
