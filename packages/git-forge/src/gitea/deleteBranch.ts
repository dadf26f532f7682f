import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { encodePath, GiteaRepository } from './GiteaRepository';
import { refusal } from './refusal';

const MOST_TRIES = 3;

/**
 * Deletes a branch; one that is gone is as wanted.
 *
 * @param at - the commit that it has to be at, so that nothing is lost of one that went on
 * @internal
 */
export async function deleteBranch(
  repository: GiteaRepository,
  branch: string,
  at?: string,
): Promise<void> {
  if (at !== undefined && (await repository.branchHead(branch)) !== at) {
    return;
  }
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
