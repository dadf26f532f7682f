import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitPerson } from './parseCommits';
import { GitRepository } from './GitRepository';

/**
 * One file of a commit: its new content, or null when it is removed.
 *
 * @internal
 */
export interface FileChange {
  path: string;
  content: Buffer | null;
  /** `100644` unless told. */
  mode?: string;
}

const NO_OBJECT = '0'.repeat(40);

/**
 * Gives `work` the environment of an index of its own, which is gone afterwards.
 *
 * @internal
 */
export async function withIndex<T>(
  work: (env: { GIT_INDEX_FILE: string; GIT_WORK_TREE: string }) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-forge-'));
  try {
    return await work({
      GIT_INDEX_FILE: join(folder, 'index'),
      GIT_WORK_TREE: folder,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Writes the tree that a commit's tree becomes by the changes, and returns its name.
 *
 * @param base - a commit or tree; undefined for a repository without any
 * @internal
 */
export function writeTree(
  repository: GitRepository,
  base: string | undefined,
  changes: FileChange[],
): Promise<string> {
  return withIndex(async env => {
    if (base) {
      await repository.run(['read-tree', base], { env });
    }
    const records = await Promise.all(
      changes.map(async ({ path, content, mode = '100644' }) => {
        if (content === null) {
          return `0 ${NO_OBJECT}\t${path}\0`;
        }
        const sha = await repository.text(['hash-object', '-w', '--stdin'], {
          input: content,
        });
        return `${mode} ${sha}\t${path}\0`;
      }),
    );
    await repository.run(['update-index', '-z', '--index-info'], {
      env,
      input: records.join(''),
    });
    return repository.text(['write-tree'], { env });
  });
}

/**
 * Writes a commit object and returns its name; no reference points to it yet.
 *
 * @internal
 */
export function writeCommit(
  repository: GitRepository,
  commit: {
    tree: string;
    parents: string[];
    message: string;
    author: GitPerson;
    committer: GitPerson;
  },
): Promise<string> {
  const { tree, parents, message, author, committer } = commit;
  return repository.text(
    ['commit-tree', tree, ...parents.flatMap(parent => ['-p', parent])],
    {
      input: `${message.trim()}\n`,
      env: {
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: author.date,
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        GIT_COMMITTER_DATE: committer.date,
      },
    },
  );
}
