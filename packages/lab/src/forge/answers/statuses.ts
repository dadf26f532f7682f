import { ForgeContext } from '../api/ForgeContext';
import { CommitStatusState } from '../repositories/ForgeState';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { repositoryApiUrl } from './repositories';
import { loginAnswer } from './users';

/**
 * A commit status as Gitea's API shows it: what is set as `state` is read as `status`.
 *
 * @internal
 */
export function statusAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  sha: string,
  status: CommitStatusState,
) {
  return {
    id: status.id,
    status: status.state,
    target_url: status.targetUrl,
    description: status.description,
    url: `${repositoryApiUrl(context, repository)}/statuses/${sha}`,
    context: status.context,
    creator: loginAnswer(context, status.creator),
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
