import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { NotYet } from './NotYet';

/**
 * Frees what a request's pull request has locked at Atlantis, which with some forges notices nothing
 * when the pull request is closed.
 */
export async function freeLocks(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { peers, logger } = context;
  if (!request.pullRequest) {
    return;
  }
  const freed = await peers.jobs.freeLocks({
    stack: request.stack,
    repository: request.repository,
    pull: request.pullRequest.number,
  });
  for (const directory of freed) {
    logger.info(
      `Freed the lock of ${directory} that pull request ${request.pullRequest.number} of ${request.repository} held at Atlantis`,
    );
  }
}

/**
 * Like {@link freeLocks}. Somebody may plan in a comment until the pull request is closed, so after
 * that it is looked again.
 *
 * @throws NotYet while the pull request is open, though nothing is locked now
 */
export async function freeLastLocks(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  await freeLocks(context, request);
  const steps = await context.effects.list(request.id);
  if (steps.some(({ what, doneAt }) => what === 'pull-request' && !doneAt)) {
    throw new NotYet(
      `Looks again for locks once the pull request of ${request.directory} is closed.`,
    );
  }
}
