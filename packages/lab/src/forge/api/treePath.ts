import { posix } from 'node:path';
import { ApiError } from './ApiError';

/**
 * A path inside a repository, cleaned as Gitea does it; empty for the root.
 *
 * @throws ApiError 422 when it goes through a `.git` folder
 * @internal
 */
export function cleanTreePath(path: string): string {
  const clean = posix.normalize(`/${path}`).slice(1).replace(/\/$/, '');
  if (clean.split('/').some(part => part.toLowerCase() === '.git')) {
    throw new ApiError(
      422,
      `path contains a malformed path component [path: ${path}]`,
    );
  }
  return clean;
}
