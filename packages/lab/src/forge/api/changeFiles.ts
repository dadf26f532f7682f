import { z } from 'zod';
import { FileChange } from '../git/writeCommit';
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

/** Nothing on the way to a new file may be a file, and nothing may be where it goes. */
async function checkTarget(
  repository: ForgeRepository,
  parent: string,
  path: string,
  existing: TreeEntry | undefined,
  operation: string,
): Promise<void> {
  const parts = path.split('/');
  for (let length = 1; length < parts.length; length += 1) {
    const folder = parts.slice(0, length).join('/');
    const entry = await repository.git.entry(parent, folder);
    if (!entry) {
      break;
    }
    if (entry.type !== 'tree') {
      throw new ApiError(
        422,
        `a file exists where you’re trying to create a subdirectory [path: ${folder}]`,
      );
    }
  }
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

async function readChange(
  repository: ForgeRepository,
  parent: string | undefined,
  operation: FileOperation,
): Promise<FileChange> {
  const path = cleanTreePath(operation.path);
  const existing = parent
    ? await repository.git.entry(parent, path)
    : undefined;
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
      if (parent) {
        await checkTarget(
          repository,
          parent,
          path,
          existing,
          operation.operation,
        );
      }
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
  parent: string | undefined,
  operations: FileOperation[],
): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  for (const operation of operations) {
    changes.push(await readChange(repository, parent, operation));
  }
  return changes;
}
