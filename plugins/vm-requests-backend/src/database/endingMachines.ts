import { Knex } from 'knex';
import { findOpenRequest } from './findOpenRequest';
import { EndingMachine, EndRecord } from './RequestStore';
import { EventRow, MachineRow, toStoredMachine } from './rows';
import { StoredRequest } from './StoredRequest';
import { Moment, writeNotifications } from './writeTransition';

/** Ids of active machines whose end date is to be looked at. */
export async function listEnding(
  db: Knex,
  { now, limit }: { now: string; limit: number },
): Promise<string[]> {
  const rows = await db<MachineRow>('machines')
    .where('end_look_at', '<=', now)
    .where({ lifecycle: 'active' })
    .orderBy('end_look_at')
    .limit(limit)
    .select('id');
  return rows.map(({ id }) => id);
}

/** A machine that ends. */
export async function getEnding(
  db: Knex,
  id: string,
): Promise<EndingMachine | undefined> {
  const row = await db<MachineRow>('machines')
    .where({ id, lifecycle: 'active' })
    .whereNotNull('ends_at')
    .first();
  if (!row?.ends_at) {
    return undefined;
  }
  return {
    machine: toStoredMachine(row),
    endsAt: row.ends_at,
    toldAt: row.end_told_at ?? undefined,
    openRequest: await findOpenRequest(db, id),
    source: row.source,
    providerId: row.provider_id ?? undefined,
  };
}

/** Writes down what was done about an end date, unless that date or what was done has changed. */
export async function recordEnding(
  trx: Knex.Transaction,
  moment: Moment,
  { machine, endsAt, toldAt }: EndingMachine,
  record: EndRecord,
  madeBy: StoredRequest,
): Promise<boolean> {
  const updated = await trx<MachineRow>('machines')
    .where({
      id: machine.id,
      lifecycle: 'active',
      ends_at: endsAt,
      end_told_at: toldAt ?? null,
    })
    .update({
      end_look_at: record.lookAt ?? null,
      ...(record.toldAt !== undefined && { end_told_at: record.toldAt }),
    });
  if (updated !== 1) {
    return false;
  }
  if (record.event) {
    await trx<EventRow>('events').insert({
      id: moment.newId(),
      request_id: machine.madeBy,
      at: moment.now,
      by: 'ledger',
      ...record.event,
    });
  }
  await writeNotifications(trx, moment, madeBy, record.notifications);
  return true;
}
