import { StoredRequest } from '../database/StoredRequest';
import { JobPlace } from '../peers/RequestPeers';

/** Where Atlantis works for a request, once it has a pull request. */
export function placeOf(request: StoredRequest): JobPlace | undefined {
  return request.pullRequest
    ? {
        stack: request.stack,
        repository: request.repository,
        baseBranch: request.baseBranch,
        branch: request.branch,
        directory: request.directory,
        pull: request.pullRequest.number,
      }
    : undefined;
}
