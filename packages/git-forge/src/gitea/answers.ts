import { z } from 'zod';
import { PullRequest } from '../GitForge';

const entryTypes = {
  file: 'file',
  dir: 'directory',
  symlink: 'link',
  submodule: 'submodule',
} as const;

/** What lies at a path, as `contents` tells it. @internal */
export const entrySchema = z.object({
  name: z.string(),
  path: z.string(),
  sha: z.string(),
  type: z
    .enum(['file', 'dir', 'symlink', 'submodule'])
    .transform(type => entryTypes[type]),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});

/** @internal */
export type GiteaEntry = z.output<typeof entrySchema>;

/** @internal */
export const branchSchema = z.object({
  name: z.string(),
  commit: z.object({ id: z.string() }),
});

/** @internal */
export const committedSchema = z.object({
  commit: z.object({ sha: z.string() }),
});

/** @internal */
export const repositorySchema = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean().default(false),
  permissions: z.object({ push: z.boolean() }).optional(),
});

/** @internal */
export const commentSchema = z.object({ body: z.string() });

/** @internal */
export const statusSchema = z.object({
  id: z.number(),
  context: z.string(),
  status: z.enum([
    'pending',
    'success',
    'failure',
    'error',
    'warning',
    'skipped',
  ]),
  description: z.string(),
  target_url: z.string(),
  created_at: z.string(),
});

/** @internal */
export const pullRequestSchema = z
  .object({
    number: z.number(),
    html_url: z.string(),
    title: z.string(),
    body: z.string(),
    state: z.enum(['open', 'closed']),
    merged: z.boolean(),
    merge_commit_sha: z.string().nullish(),
    mergeable: z.boolean(),
    head: z.object({ label: z.string(), sha: z.string() }),
    base: z.object({ ref: z.string(), sha: z.string() }),
  })
  .transform(
    (pull): PullRequest => ({
      number: pull.number,
      url: pull.html_url,
      title: pull.title,
      body: pull.body,
      state: pull.state,
      merged: pull.merged,
      mergeCommit: pull.merge_commit_sha ?? undefined,
      mergeable: pull.mergeable,
      // Its `ref` is the branch only as long as there is one.
      headBranch: pull.head.label,
      headSha: pull.head.sha,
      baseBranch: pull.base.ref,
      baseSha: pull.base.sha,
    }),
  );
