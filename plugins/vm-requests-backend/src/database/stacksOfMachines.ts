import { livingLifecycles } from '@backlot/plugin-vm-requests-common';
import { Knex } from 'knex';
import { MachineRow } from './rows';

/** In which stacks machines live, and how many in each. */
export async function stacksOfMachines(
  client: Knex,
): Promise<{ stack: string; machines: number }[]> {
  const rows: { stack: string; machines: number | string }[] =
    await client<MachineRow>('machines')
      .whereIn('lifecycle', livingLifecycles)
      .groupBy('stack')
      .orderBy('stack')
      .select('stack')
      .count({ machines: '*' });
  // PostgreSQL counts in numbers that JavaScript may not have.
  return rows.map(({ stack, machines }) => ({
    stack,
    machines: Number(machines),
  }));
}
