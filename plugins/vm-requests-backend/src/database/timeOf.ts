import { databaseNow } from '@backlot/backend-common';
import { Knex } from 'knex';

/** The time of a database. */
export async function timeOf(client: Knex): Promise<Date> {
  const { now } = await client
    .select({ now: databaseNow(client) })
    .first<{ now: number | string }>();
  return new Date(Number(now));
}
