import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { MachineRow } from './rows';
import { StoredRequest } from './StoredRequest';

/** The error of a request whose machine is of another generation than it was planned on. */
export function plannedOnAnother(
  { id, fqdn, baseGeneration }: StoredRequest,
  generation: number | undefined,
): ConflictError {
  return new ConflictError(
    `Request ${id} was planned on generation ${baseGeneration} of ${fqdn}, which is at ${
      generation ?? 'none'
    } by now: something else was applied meanwhile. Cancel it, and ask again.`,
  );
}

/**
 * Checks that nothing else was applied to the machine of a request since that was opened.
 *
 * @throws ConflictError when something was
 */
export async function checkGeneration(
  db: Knex,
  request: StoredRequest,
): Promise<void> {
  const machine = await db<MachineRow>('machines')
    .where({ id: request.machineId })
    .first('generation');
  if (machine?.generation !== request.baseGeneration) {
    throw plannedOnAnother(request, machine?.generation);
  }
}
