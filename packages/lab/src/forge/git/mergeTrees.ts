import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitRepository } from './GitRepository';

/**
 * The tree of a three-way merge, or undefined when it has conflicts.
 *
 * `git merge-tree --write-tree` would do this in one call, but needs git 2.38; this way works with
 * every git that is still in use.
 *
 * @internal
 */
export async function mergeTrees(
  repository: GitRepository,
  base: string,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-forge-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index'), GIT_WORK_TREE: folder };
  try {
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
    return await repository.text(['write-tree'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
