import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { FileChange } from '../GitForge';

/**
 * One operation of a commit through Gitea's API.
 *
 * @internal
 */
export interface FileOperation {
  operation: 'create' | 'update' | 'delete';
  path: string;
  /** Base64. */
  content?: string;
  /** Of the file that is changed, so that nobody else's change is overwritten. */
  sha?: string;
}

/**
 * The name that git gives a file's content.
 *
 * @internal
 */
export function blobName(content: string): string {
  const bytes = Buffer.from(content);
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

/**
 * Checks paths that files are to be written to: relative, plain, each once.
 *
 * @throws InputError
 * @internal
 */
export function checkPaths(files: FileChange[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    const parts = path.split('/');
    if (
      parts.some(part => part === '' || /^\.+$/.test(part)) ||
      parts.some(part => part.toLowerCase() === '.git') ||
      /[\p{Cc}\\]/u.test(path)
    ) {
      throw new InputError(
        `"${path}" is not a path below the repository's root`,
      );
    }
    if (seen.has(path)) {
      throw new InputError(`The file ${path} is given twice`);
    }
    seen.add(path);
  }
}

/**
 * What has to be done so that all files are as they are to be: nothing for those that are.
 *
 * @param existing - names of the files' contents that are there now, by path
 * @internal
 */
export function planFileChanges(
  files: FileChange[],
  existing: ReadonlyMap<string, string>,
): FileOperation[] {
  return files.flatMap(({ path, content }): FileOperation[] => {
    const sha = existing.get(path);
    if (content === null) {
      return sha === undefined ? [] : [{ operation: 'delete', path, sha }];
    }
    if (sha === blobName(content)) {
      return [];
    }
    const encoded = Buffer.from(content).toString('base64');
    return [
      sha === undefined
        ? { operation: 'create', path, content: encoded }
        : { operation: 'update', path, content: encoded, sha },
    ];
  });
}
