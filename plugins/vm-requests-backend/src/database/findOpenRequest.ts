import { Knex } from 'knex';
import { endStates } from '@backlot/plugin-vm-requests-common';
import { RequestRow } from './rows';

/** The request on a machine that is open, of which there is one at most. */
export async function findOpenRequest(
  db: Knex,
  machine: string,
): Promise<string | undefined> {
  const row = await db<RequestRow>('requests')
    .where({ machine_id: machine })
    .whereNotIn('state', endStates)
    .first('id');
  return row?.id;
}
