import { Knex } from 'knex';
import { checkGeneration } from './checkGeneration';
import { GatePassage } from './RequestStore';
import { MachineRow, RequestRow, toJson } from './rows';
import { StoredRequest } from './StoredRequest';
import { changedMeanwhile, Moment } from './writeTransition';

/**
 * Writes down that Atlantis was let through the gate, in one statement, which is a transaction of its
 * own: Atlantis waits for it.
 *
 * @throws ConflictError when the request is not any more as it was read, or its machine is not as it
 *   was planned on
 */
export async function passGate(
  db: Knex,
  { now, newId }: Moment,
  request: StoredRequest,
  { commit, digest, needsGeneration }: GatePassage,
): Promise<void> {
  const unchanged = db<RequestRow>('requests')
    .where({
      id: request.id,
      state: request.state,
      phase: request.phase,
      attempt_id: request.attempt,
    })
    .modify(rows => {
      if (needsGeneration) {
        rows.whereIn(
          'base_generation',
          db<MachineRow>('machines')
            .where({ id: request.machineId })
            .select('generation'),
        );
      }
    })
    .forUpdate()
    .select(
      db.raw("?, id, ?, 'atlantis', 'gate-passed', ?", [
        newId(),
        now,
        toJson({ commit, digest })!,
      ]),
    );
  const { sql, bindings } = unchanged.toSQL();
  const answer: unknown[] | { rows: unknown[] } = await db.raw(
    `INSERT INTO events (??, ??, ??, ??, ??, ??) ${sql} RETURNING id`,
    ['id', 'request_id', 'at', 'by', 'type', 'detail', ...bindings],
  );
  const passed = Array.isArray(answer) ? answer : answer.rows;
  if (passed.length === 0) {
    if (needsGeneration) {
      await checkGeneration(db, request);
    }
    throw changedMeanwhile(request);
  }
}
