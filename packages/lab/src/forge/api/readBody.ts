import { Request } from 'express';
import { z } from 'zod';
import { ApiError } from './ApiError';

/**
 * A text that Gitea requires: missing and empty are the same to it.
 *
 * @internal
 */
export const requiredText = z.string('Required').min(1, 'Required');

/** Where Gitea's own name of a field is not that of its JSON. */
const fieldNames: Record<string, string> = {
  branch: 'BranchName',
  new_branch: 'NewBranchName',
  new_branch_name: 'BranchName',
  old_branch_name: 'OldBranchName',
  old_ref_name: 'OldRefName',
  tag_name: 'TagName',
};

function fieldName(path: PropertyKey[]): string {
  const name = path.filter(part => typeof part === 'string').pop() ?? '';
  return fieldNames[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * Checks a request's body and names the field in Gitea's way, e.g. `[Title]: Required`.
 *
 * @throws ApiError 422
 * @internal
 */
export function readBody<T extends z.ZodType>(
  schema: T,
  request: Request,
): z.output<T> {
  const result = schema.safeParse(request.body ?? {});
  if (result.success) {
    return result.data;
  }
  const { path, message } = result.error.issues[0];
  throw new ApiError(422, `[${fieldName(path)}]: ${message}`);
}
