import { z } from 'zod';
import { FileChange } from '../git/commitFiles';
import { TreeEntry } from '../git/parseTree';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { ApiError } from './ApiError';
import { requiredText } from './readBody';
import { cleanTreePath } from './treePath';

/** One operation of `POST …/contents`. @internal */
export const fileOperationSchema = z.object({
  operation: requiredText,
  path: requiredText,
  content: z.string().default(''),
  sha: z.string().default(''),
  from_path: z.string().optional(),
});

/** @internal */
export type FileOperation = z.output<typeof fileOperationSchema>;

const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function decodeContent(content: string): Buffer {
  const text = content.replace(/[\r\n]/g, '');
  if (!BASE64.test(text)) {
    const at = text.search(/[^A-Za-z0-9+/]/);
    throw new ApiError(
      422,
      `illegal base64 data at input byte ${at < 0 ? text.length : at}`,
    );
  }
  return Buffer.from(text, 'base64');
}

/** What lies at the paths of a commit that an operation could touch. */
type Entries = ReadonlyMap<string, TreeEntry>;

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Nothing on the way to a new file may be a file, and nothing may be where it goes. */
function checkTarget(entries: Entries, path: string, operation: string): void {
  for (const folder of foldersOf(path)) {
    if ((entries.get(folder)?.type ?? 'tree') !== 'tree') {
      throw new ApiError(
        422,
        `a file exists where you’re trying to create a subdirectory [path: ${folder}]`,
      );
    }
  }
  const existing = entries.get(path);
  if (existing?.type === 'tree') {
    throw new ApiError(
      422,
      `a directory exists where you’re trying to create a file [path: ${path}]`,
    );
  }
  if (existing && operation === 'create') {
    throw new ApiError(422, `repository file already exists [path: ${path}]`);
  }
}

function readChange(
  entries: Entries,
  path: string,
  operation: FileOperation,
): FileChange {
  const existing = entries.get(path);
  if (operation.operation === 'update' || operation.operation === 'delete') {
    if (!existing) {
      throw new ApiError(
        404,
        `object does not exist [id: , rel_path: ${path}]`,
      );
    }
    if (operation.sha && operation.sha !== existing.sha) {
      throw new ApiError(
        422,
        `sha does not match [given: ${operation.sha}, expected: ${existing.sha}]`,
      );
    }
  }
  switch (operation.operation) {
    case 'delete':
      return { path, content: null };
    case 'create':
    case 'update':
    case 'upload':
      checkTarget(entries, path, operation.operation);
      return {
        path,
        content: decodeContent(operation.content),
        mode: existing?.type === 'blob' ? existing.mode : undefined,
      };
    default:
      throw new ApiError(
        500,
        `invalid file operation: ${operation.operation} ${path}, supported operations are create, update, delete`,
      );
  }
}

/**
 * Checks the operations against the commit that they change.
 *
 * @throws ApiError with Gitea's words when one can't be done
 * @internal
 */
export async function readChanges(
  repository: ForgeRepository,
  parent: string,
  operations: FileOperation[],
): Promise<FileChange[]> {
  const paths = operations.map(({ path }) => cleanTreePath(path));
  const { git } = repository;
  const found = await git.entries(parent, [...new Set(paths)]);
  // What is missing on the way to a file may be a file itself.
  const missing = paths.flatMap(path =>
    foldersOf(path)
      .filter(folder => !found.has(folder))
      .slice(0, 1),
  );
  const entries =
    missing.length === 0
      ? found
      : new Map([...found, ...(await git.entries(parent, missing))]);
  return operations.map((operation, index) =>
    readChange(entries, paths[index], operation),
  );
}
