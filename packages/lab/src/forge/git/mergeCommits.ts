import { GitRepository } from './GitRepository';
import { GitPerson } from './parseCommits';
import { mergeTrees } from './mergeTrees';
import { writeCommit } from './writeCommit';

/**
 * How a pull request becomes part of its base branch.
 *
 * @internal
 */
export type MergeStyle = 'merge' | 'squash' | 'rebase';

/** @internal */
export interface MergeInput {
  base: string;
  head: string;
  style: MergeStyle;
  message: string;
  author: GitPerson;
  committer: GitPerson;
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * Writes the commit to which the base branch moves; undefined when there are conflicts.
 *
 * @internal
 */
export async function mergeCommits(
  repository: GitRepository,
  input: MergeInput,
): Promise<string | undefined> {
  const { base, head, style, message, author, committer } = input;
  const start = await repository.mergeBase(base, head);
  if (style === 'rebase') {
    return rebase(repository, input, start);
  }
  const tree = await mergeTrees(repository, start ?? EMPTY_TREE, base, head);
  if (!tree) {
    return undefined;
  }
  return writeCommit(repository, {
    tree,
    parents: style === 'merge' ? [base, head] : [base],
    message,
    author,
    committer,
  });
}

async function rebase(
  repository: GitRepository,
  { base, head, committer }: MergeInput,
  start: string | undefined,
): Promise<string | undefined> {
  if (start === base) {
    return head;
  }
  const commits = await repository.log(start ? `${start}..${head}` : head);
  const ownCommits = commits.filter(commit => commit.parents.length < 2);
  let onto = base;
  for (const commit of ownCommits.reverse()) {
    const tree = await mergeTrees(
      repository,
      commit.parents[0] ?? EMPTY_TREE,
      onto,
      commit.sha,
    );
    if (!tree) {
      return undefined;
    }
    onto = await writeCommit(repository, {
      tree,
      parents: [onto],
      message: commit.message,
      author: commit.author,
      committer,
    });
  }
  return onto;
}
