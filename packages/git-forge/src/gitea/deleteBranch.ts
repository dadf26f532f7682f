import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { encodePath, GiteaRepository } from './GiteaRepository';
import { refusal } from './refusal';

const MOST_TRIES = 3;

/**
 * Deletes a branch; one that is gone is as wanted.
 *
 * @internal
 */
export async function deleteBranch(
  repository: GiteaRepository,
  branch: string,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await repository.send({
        method: 'DELETE',
        path: `/branches/${encodePath(branch)}`,
        asked: `delete branch ${branch} of ${repository.name}`,
      });
      if (answer.status === 404) {
        await repository.assertVisible();
      } else if (answer.status !== 204) {
        throw refusal(answer);
      }
      return;
    } catch (error) {
      if (!(error instanceof ForgeUnreachableError) || tries === MOST_TRIES) {
        throw error;
      }
    }
  }
}

/**
 * Deletes a branch unless it went on from a commit, so that nothing is lost.
 *
 * @internal
 */
export async function deleteBranchAt(
  repository: GiteaRepository,
  branch: string,
  commit: string,
): Promise<void> {
  if ((await repository.branchHead(branch)) === commit) {
    await deleteBranch(repository, branch);
  }
}
