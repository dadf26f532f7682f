import { createHash } from 'node:crypto';
import { Knex } from 'knex';

/**
 * A stamp for each of some requests: another one as soon as anything changed that the page of the
 * request shows. Requests that do not exist have none.
 */
export async function readRequestStamps(
  client: Knex,
  ids: string[],
): Promise<Map<string, string>> {
  const of = (table: string) =>
    client(table).whereRaw('?? = ??', [`${table}.request_id`, 'requests.id']);
  const rows = await client('requests')
    .whereIn('id', ids)
    .select(
      'id',
      'updated_at',
      'state',
      'phase',
      'message',
      'obstacle',
      'obstruction',
      'retry_check',
      of('events').count('*').as('events'),
      of('attempts').count('task_id').as('tasks'),
      of('effects').count('*').as('effects'),
      of('effects').count('done_at').as('effects_done'),
      of('effects').sum('tries').as('effects_tried'),
    );
  return new Map(
    rows.map(({ id, ...shown }) => [
      id,
      createHash('sha256')
        .update(JSON.stringify(Object.values(shown).map(String)))
        .digest('base64url')
        .slice(0, 22),
    ]),
  );
}
