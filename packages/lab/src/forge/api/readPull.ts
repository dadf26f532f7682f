import { Request } from 'express';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { PullRequestState } from '../repositories/ForgeState';
import { ApiError } from './ApiError';

/**
 * The pull request that a request is about.
 *
 * @throws ApiError 404
 * @internal
 */
export function readPull(
  repository: ForgeRepository,
  request: Request,
): PullRequestState {
  const pull = repository.pulls.get(Number(request.params.number));
  if (!pull) {
    throw ApiError.notFound();
  }
  return pull;
}
