import { GitRepository } from './GitRepository';
import { GitPerson } from './parseCommits';

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
