import { ForgeContext } from '../api/ForgeContext';
import { GitCommit, GitPerson } from '../git/parseCommits';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { repositoryApiUrl, repositoryUrl } from './repositories';
import { emailAnswer } from './users';

const verification = {
  verified: false,
  reason: 'gpg.error.not_signed_commit',
  signature: '',
  signer: null,
  payload: '',
};

function meta(
  context: ForgeContext,
  repository: ForgeRepository,
  kind: 'commits' | 'trees',
  sha: string,
) {
  return {
    url: `${repositoryApiUrl(context, repository)}/git/${kind}/${sha}`,
    sha,
  };
}

/**
 * A commit as Gitea shows it in lists and by its name.
 *
 * @internal
 */
export function commitAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  commit: GitCommit,
) {
  return {
    ...meta(context, repository, 'commits', commit.sha),
    created: commit.committer.date,
    html_url: `${repositoryUrl(context, repository)}/commit/${commit.sha}`,
    commit: {
      url: meta(context, repository, 'commits', commit.sha).url,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      // Gitea gives the commit's own name here, not the tree's.
      tree: {
        ...meta(context, repository, 'trees', commit.sha),
        created: commit.committer.date,
      },
      verification,
    },
    author: emailAnswer(context, commit.author.email),
    committer: emailAnswer(context, commit.committer.email),
    parents: commit.parents.map(parent =>
      meta(context, repository, 'commits', parent),
    ),
  };
}

/**
 * A commit as Gitea shows it in the answer to a change of files.
 *
 * @internal
 */
export function fileCommitAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  commit: GitCommit,
) {
  return {
    ...meta(context, repository, 'commits', commit.sha),
    html_url: `${repositoryUrl(context, repository)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    parents: commit.parents.map(parent =>
      meta(context, repository, 'commits', parent),
    ),
    message: commit.message,
    tree: meta(context, repository, 'trees', commit.tree),
  };
}

/**
 * A branch as Gitea shows it.
 *
 * @internal
 */
export function branchAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  name: string,
  commit: GitCommit,
) {
  const person = (signature: GitPerson) => ({
    name: signature.name,
    email: signature.email,
    username: context.accounts.byEmail(signature.email)?.login ?? '',
  });
  return {
    name,
    commit: {
      id: commit.sha,
      message: commit.message,
      url: `${repositoryUrl(context, repository)}/commit/${commit.sha}`,
      author: person(commit.author),
      committer: person(commit.committer),
      verification,
      timestamp: commit.author.date,
    },
    protected: false,
    required_approvals: 0,
    enable_status_check: false,
    status_check_contexts: [],
    user_can_push: true,
    user_can_merge: true,
    effective_branch_protection_name: '',
  };
}
