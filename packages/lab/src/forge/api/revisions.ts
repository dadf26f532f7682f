import { Request } from 'express';
import { ResolvedRevision } from '../git/GitRepository';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { ApiError } from './ApiError';

/**
 * The commit that a request names, or the default branch's.
 *
 * @param shortestCommitName - how short a commit's name may be
 * @throws ApiError 404
 * @internal
 */
export async function readRevision(
  repository: ForgeRepository,
  name: string,
  shortestCommitName = 40,
): Promise<ResolvedRevision> {
  const wanted = name || repository.defaultBranch;
  const found = await repository.git.resolve(wanted, shortestCommitName);
  if (!found) {
    throw ApiError.notFound(
      `object does not exist [id: ${wanted}, rel_path: ]`,
    );
  }
  return found;
}

/** A text of the query, trimmed; empty when it is missing. @internal */
export function queryText(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value.trim() : '';
}
