import { Knex } from 'knex';
import { endStates } from '@backlot/plugin-vm-requests-common';

/** What of requests is not kept for ever. */
export type Swept = 'logs' | 'events' | 'effects';

/** Rows of one statement, so that nobody waits long for it. */
const batch = 200;

/** When a row of each table was last of use. */
const timeColumns: Record<Swept, string> = {
  logs: 'logs.updated_at',
  events: 'events.at',
  effects: 'effects.done_at',
};

/** How the rows to delete are named. */
const keys: Record<Swept, string[]> = {
  logs: ['request_id', 'stage'],
  events: ['id'],
  effects: ['id'],
};

/** Whether a stack's applies ask the gate is read from these, however old they are. */
const keptEvents = ['applied', 'gate-passed'];

/**
 * Deletes rows that are older than a time, of requests that ended and have not changed since then
 * either, a few at a time.
 *
 * @param options - `before` is ISO 8601
 * @returns how many rows were deleted
 */
export async function sweepEnded(
  client: Knex,
  options: { what: Swept; before: string; signal: AbortSignal },
): Promise<number> {
  const { what, before, signal } = options;
  let swept = 0;
  let from = '';
  for (;;) {
    const since = from;
    const rows: Record<string, string>[] = await client(what)
      .join('requests', 'requests.id', `${what}.request_id`)
      .where(timeColumns[what], '>=', since)
      .where(timeColumns[what], '<', before)
      .where('requests.updated_at', '<', before)
      .whereIn('requests.state', endStates)
      .modify(builder => {
        if (what === 'events') {
          builder.whereNotIn('events.type', keptEvents);
        }
      })
      .orderBy(timeColumns[what])
      .limit(batch)
      .select([
        ...keys[what].map(key => `${what}.${key}`),
        `${timeColumns[what]} as at`,
      ]);
    if (rows.length > 0) {
      from = rows[rows.length - 1].at;
      swept += await client(what)
        .where(builder => {
          for (const { at, ...key } of rows) {
            builder.orWhere(key);
          }
        })
        .delete();
    }
    if (rows.length < batch || signal.aborted) {
      return swept;
    }
  }
}
