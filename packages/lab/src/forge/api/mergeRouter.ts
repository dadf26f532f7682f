import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { MergeStyle, mergeCommits } from '../git/mergeCommits';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { PullRequestState } from '../repositories/ForgeState';
import { Account } from './Accounts';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { readBody, requiredText } from './readBody';
import { readPull } from './readPull';

const mergeSchema = z.object({
  Do: requiredText.pipe(
    z.enum(
      [
        'merge',
        'rebase',
        'rebase-merge',
        'squash',
        'fast-forward-only',
        'manually-merged',
      ],
      'In',
    ),
  ),
  MergeTitleField: z.string().default(''),
  MergeMessageField: z.string().default(''),
  head_commit_id: z.string().default(''),
  delete_branch_after_merge: z.boolean().default(false),
});

type MergeBody = z.output<typeof mergeSchema>;

/** The commit that the base branch is to move to, and what it was made from. */
interface PreparedMerge {
  base: string;
  head: string;
  merged: string;
}

const styles: MergeStyle[] = ['merge', 'squash', 'rebase'];

/** Merging pull requests. @internal */
export function createMergeRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  function message(
    pull: PullRequestState,
    style: MergeStyle,
    body: MergeBody,
  ): string {
    const title =
      style === 'squash'
        ? `${pull.title} (#${pull.number})`
        : `Merge pull request '${pull.title}' (#${pull.number}) from ${pull.head} into ${pull.base}`;
    return [body.MergeTitleField || title, body.MergeMessageField]
      .filter(Boolean)
      .join('\n\n');
  }

  /** Gitea's own order of checks and words: `routers/api/v1/repo/pull.go`, MergePullRequest. */
  async function checkMergeable(
    repository: ForgeRepository,
    pull: PullRequestState,
    body: MergeBody,
  ): Promise<{ style: MergeStyle; base: string; tree: string }> {
    if (pull.mergedAt) {
      throw new ApiError(405, 'The PR is already merged');
    }
    if (pull.state === 'closed') {
      throw ApiError.notFound();
    }
    const check = await repository.pulls.check(pull);
    if (check.is !== 'mergeable') {
      throw new ApiError(405, 'Please try again later');
    }
    const style = styles.find(known => known === body.Do);
    if (!style) {
      throw new ApiError(
        405,
        `${body.Do} is not allowed an allowed merge style for this repository`,
      );
    }
    if (body.head_commit_id && body.head_commit_id !== pull.headSha) {
      throw new ApiError(409, 'head out of date');
    }
    return { style, base: check.base, tree: check.tree };
  }

  /** What the base branch becomes; worked out while others may be merging, as Gitea does it. */
  async function prepare(
    repository: ForgeRepository,
    pull: PullRequestState,
    account: Account,
    body: MergeBody,
  ): Promise<PreparedMerge> {
    const { style, base, tree } = await checkMergeable(repository, pull, body);
    const head = pull.headSha;
    const author = context.accounts.byLogin(pull.user) ?? account;
    const merged = await mergeCommits(repository.git, {
      base,
      head,
      tree,
      style,
      message: message(pull, style, body),
      author: context.signature(style === 'squash' ? author : account),
      committer: context.signature(account),
    });
    if (!merged) {
      throw new ApiError(405, 'Please try again later');
    }
    return { base, head, merged };
  }

  async function push(
    repository: ForgeRepository,
    pull: PullRequestState,
    account: Account,
    body: MergeBody,
    { base, head, merged }: PreparedMerge,
  ): Promise<void> {
    if (pull.mergedAt) {
      throw new ApiError(405, 'The PR is already merged');
    }
    if (pull.state === 'closed') {
      throw ApiError.notFound();
    }
    if (pull.headSha !== head) {
      throw new ApiError(409, 'head out of date');
    }
    const current = await repository.git.branch(pull.base);
    if (current !== base) {
      throw new ApiError(
        409,
        `PushRejected with remote message: cannot lock ref 'refs/heads/${pull.base}': is at ${current} but expected ${base}`,
      );
    }
    pull.mergeCommit = merged;
    await repository.save();
    await repository.git.updateRef(`refs/heads/${pull.base}`, merged, base);
    repository.pulls.markMerged(pull, account.login);
    if (body.delete_branch_after_merge) {
      await repository.git.deleteRef(`refs/heads/${pull.head}`);
    }
  }

  router.get(
    '/repos/:owner/:repo/pulls/:number(\\d+)/merge',
    (request, response) => {
      const pull = readPull(context.repository(request), request);
      if (!pull.mergedAt) {
        throw ApiError.notFound();
      }
      response.status(204).end();
    },
  );

  router.post(
    '/repos/:owner/:repo/pulls/:number(\\d+)/merge',
    async (request, response) => {
      const repository = context.repository(request);
      const account = context.account(request);
      const body = readBody(mergeSchema, request);
      const pull = readPull(repository, request);
      if (!account.mayWrite) {
        throw new ApiError(405, 'User not allowed to merge PR');
      }
      const prepared = await prepare(repository, pull, account, body);
      await repository.change(() =>
        push(repository, pull, account, body, prepared),
      );
      response.status(200).end();
    },
  );

  return router;
}
