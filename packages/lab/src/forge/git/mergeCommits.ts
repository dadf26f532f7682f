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
  /** What both together make. */
  tree: string;
  style: MergeStyle;
  message: string;
  author: GitPerson;
  committer: GitPerson;
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/**
 * Writes the commit to which the base branch moves; undefined when a commit can't be rebased.
 *
 * @internal
 */
export async function mergeCommits(
  repository: GitRepository,
  input: MergeInput,
): Promise<string | undefined> {
  const { base, head, tree, style, message, author, committer } = input;
  if (style === 'rebase') {
    return rebase(repository, input);
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
): Promise<string | undefined> {
  const start = await repository.mergeBase(base, head);
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
