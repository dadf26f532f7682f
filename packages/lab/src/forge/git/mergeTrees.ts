import { GitRepository } from './GitRepository';
import { withIndex } from './writeCommit';

/**
 * The tree of a three-way merge, or undefined when it has conflicts.
 *
 * `git merge-tree --write-tree` would do this in one call, but needs git 2.38; this way works with
 * every git that is still in use.
 *
 * @internal
 */
export function mergeTrees(
  repository: GitRepository,
  base: string,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  return withIndex(async env => {
    await repository.run(
      ['read-tree', '-i', '-m', '--aggressive', base, ours, theirs],
      { env },
    );
    const unmerged = await repository.text(['ls-files', '--unmerged'], { env });
    if (unmerged) {
      const { exitCode } = await repository.run(
        ['merge-index', '-o', '-q', 'git-merge-one-file', '-a'],
        { env, exitCodes: [0, 1, 128] },
      );
      if (exitCode !== 0) {
        return undefined;
      }
    }
    return repository.text(['write-tree'], { env });
  });
}
