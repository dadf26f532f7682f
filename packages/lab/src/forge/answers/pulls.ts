import { Caller } from '../api/Accounts';
import { ForgeContext } from '../api/ForgeContext';
import { CommentState, PullRequestState } from '../repositories/ForgeState';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { repositoryAnswer, repositoryUrl } from './repositories';
import { loginAnswer } from './users';

/** @internal */
export function pullUrl(
  context: ForgeContext,
  repository: ForgeRepository,
  pull: PullRequestState,
): string {
  return `${repositoryUrl(context, repository)}/pulls/${pull.number}`;
}

/**
 * Pull requests as Gitea's API shows them.
 *
 * @internal
 */
export async function pullAnswers(
  context: ForgeContext,
  repository: ForgeRepository,
  pulls: PullRequestState[],
  caller: Caller,
) {
  const branches = new Map(
    (await repository.git.refs('refs/heads/')).map(({ name, sha }) => [
      name,
      sha,
    ]),
  );
  return Promise.all(
    pulls.map(pull => answer(context, repository, pull, caller, branches)),
  );
}

/** One pull request as Gitea's API shows it. @internal */
export async function pullAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  pull: PullRequestState,
  caller: Caller,
) {
  const [only] = await pullAnswers(context, repository, [pull], caller);
  return only;
}

async function answer(
  context: ForgeContext,
  repository: ForgeRepository,
  pull: PullRequestState,
  caller: Caller,
  branches: ReadonlyMap<string, string>,
) {
  const url = pullUrl(context, repository, pull);
  const baseSha = branches.get(pull.base);
  const headSha = branches.get(pull.head);
  const [mergeable, files] = await Promise.all([
    repository.pulls.isMergeable(pull),
    repository.pulls.changes(pull),
  ]);
  const repo = repositoryAnswer(context, repository, caller);
  const sum = (field: 'additions' | 'deletions') =>
    files.reduce((total, file) => total + file[field], 0);
  const headFollowed = headSha !== undefined && !pull.mergedAt;
  return {
    id: pull.number,
    url,
    number: pull.number,
    user: loginAnswer(context, pull.user),
    title: pull.title,
    body: pull.body,
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_reviewers_teams: [],
    state: pull.state,
    draft: false,
    is_locked: false,
    comments: pull.comments.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
    html_url: url,
    diff_url: `${url}.diff`,
    patch_url: `${url}.patch`,
    mergeable,
    merged: pull.mergedAt !== undefined,
    merged_at: pull.mergedAt ?? null,
    merge_commit_sha: pull.mergedAt ? pull.mergeCommit : null,
    merged_by: pull.mergedBy ? loginAnswer(context, pull.mergedBy) : null,
    allow_maintainer_edit: false,
    base: {
      label: pull.base,
      ref: pull.base,
      sha: baseSha ?? '',
      repo_id: repo.id,
      repo,
    },
    head: {
      label: pull.head,
      ref: headSha ? pull.head : `refs/pull/${pull.number}/head`,
      sha: headFollowed ? headSha : pull.headSha,
      repo_id: repo.id,
      repo,
    },
    merge_base: pull.mergeBase,
    due_date: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    pin_order: 0,
    content_version: 0,
  };
}

/** @internal */
export function commentAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  pull: PullRequestState,
  comment: CommentState,
) {
  const url = pullUrl(context, repository, pull);
  return {
    id: comment.id,
    html_url: `${url}#issuecomment-${comment.id}`,
    pull_request_url: url,
    issue_url: '',
    user: loginAnswer(context, comment.user),
    original_author: '',
    original_author_id: 0,
    body: comment.body,
    assets: [],
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
  };
}
