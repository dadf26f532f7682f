import { Knex } from 'knex';
import { endStates } from '@backlot/plugin-vm-requests-common';
import { RequestRow } from './rows';

/** The request on a machine that is open, of which there is one at most. */
export async function findOpenRequest(
  db: Knex,
  machine: string,
): Promise<string | undefined> {
  return (await findOpenRequests(db, [machine])).get(machine);
}

/** The requests on several machines that are open, by their machines. */
export async function findOpenRequests(
  db: Knex,
  machines: string[],
): Promise<Map<string, string>> {
  const rows = await db<RequestRow>('requests')
    .whereIn('machine_id', machines)
    .whereNotIn('state', endStates)
    .select('id', 'machine_id');
  return new Map(rows.map(row => [row.machine_id, row.id]));
}
