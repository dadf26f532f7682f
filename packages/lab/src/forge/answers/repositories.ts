import { Caller, organization } from '../api/Accounts';
import { ForgeContext } from '../api/ForgeContext';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { userAnswer } from './users';

/** @internal */
export function repositoryUrl(
  context: ForgeContext,
  repository: ForgeRepository,
): string {
  return `${context.origin}/${repository.fullName}`;
}

/** @internal */
export function repositoryApiUrl(
  context: ForgeContext,
  repository: ForgeRepository,
): string {
  return `${context.origin}/api/v1/repos/${repository.fullName}`;
}

/**
 * A repository as Gitea's API shows it.
 *
 * @internal
 */
export function repositoryAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  caller: Caller,
) {
  const url = repositoryUrl(context, repository);
  const mayWrite = typeof caller === 'object' && caller.mayWrite;
  return {
    id: 1 + context.repositories().indexOf(repository),
    owner: userAnswer(context, organization),
    name: repository.name,
    full_name: repository.fullName,
    description: '',
    empty: false,
    private: false,
    fork: false,
    template: false,
    mirror: false,
    html_url: url,
    url: repositoryApiUrl(context, repository),
    ssh_url: '',
    clone_url: `${url}.git`,
    default_branch: repository.defaultBranch,
    archived: false,
    created_at: repository.state.createdAt,
    open_pr_counter: repository.pulls
      .list()
      .filter(pull => pull.state === 'open').length,
    permissions: { admin: mayWrite, push: mayWrite, pull: true },
    has_pull_requests: true,
    allow_merge_commits: true,
    allow_rebase: true,
    allow_rebase_explicit: false,
    allow_squash_merge: true,
    allow_fast_forward_only_merge: false,
    default_delete_branch_after_merge: false,
    default_merge_style: 'merge',
    object_format_name: 'sha1',
  };
}
