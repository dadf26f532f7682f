import { ConflictError } from '@backstage/errors';
import { GitForge } from '@backlot/git-forge';

/**
 * The commit that a pull request is at.
 *
 * @throws ConflictError when the pull request is closed or of another branch
 * @internal
 */
export async function findHead(
  forge: GitForge,
  input: { repository: string; ref: string; pull: number },
  signal: AbortSignal | undefined,
): Promise<string> {
  const { repository, ref, pull } = input;
  const { state, headBranch, headSha, url } = await forge.getPullRequest(
    { repository, number: pull },
    { signal },
  );
  if (state !== 'open') {
    throw new ConflictError(
      `Pull request ${url} is ${state}; Atlantis works on open ones`,
    );
  }
  if (headBranch !== ref) {
    throw new ConflictError(
      `Pull request ${url} is of branch ${headBranch}, and not of ${ref}`,
    );
  }
  return headSha;
}
