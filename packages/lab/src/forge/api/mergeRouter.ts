import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { pullUrl } from '../answers/pulls';
import { MergeStyle, mergeCommits } from '../git/mergeCommits';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { PullRequestState } from '../repositories/ForgeState';
import { Account } from './Accounts';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { readBody } from './readBody';
import { readPull } from './readPull';

const mergeSchema = z.object({
  Do: z.string().default('merge'),
  MergeTitleField: z.string().default(''),
  MergeMessageField: z.string().default(''),
  head_commit_id: z.string().default(''),
  delete_branch_after_merge: z.boolean().default(false),
});

type MergeBody = z.output<typeof mergeSchema>;

const styles: MergeStyle[] = ['merge', 'squash', 'rebase'];

/** Merging pull requests. @internal */
export function createMergeRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  function message(
    repository: ForgeRepository,
    pull: PullRequestState,
    style: MergeStyle,
    body: MergeBody,
  ): string {
    const title =
      style === 'squash'
        ? `${pull.title} (#${pull.number})`
        : `Merge pull request '${pull.title}' (#${pull.number}) from ${pull.head} into ${pull.base}`;
    const reviewedOn = `Reviewed-on: ${pullUrl(context, repository, pull)}`;
    return [body.MergeTitleField || title, body.MergeMessageField || reviewedOn]
      .filter(Boolean)
      .join('\n\n');
  }

  /** Gitea's own order of checks and words: `routers/api/v1/repo/pull.go`, MergePullRequest. */
  async function checkMergeable(
    repository: ForgeRepository,
    pull: PullRequestState,
    body: MergeBody,
  ): Promise<MergeStyle> {
    if (pull.mergedAt) {
      throw new ApiError(405, 'The PR is already merged');
    }
    if (pull.state === 'closed') {
      throw ApiError.notFound();
    }
    if ((await repository.pulls.check(pull)) !== 'mergeable') {
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
    return style;
  }

  async function merge(
    repository: ForgeRepository,
    pull: PullRequestState,
    account: Account,
    body: MergeBody,
  ): Promise<void> {
    const style = await checkMergeable(repository, pull, body);
    const base = await repository.git.branch(pull.base);
    if (!base) {
      throw ApiError.notFound();
    }
    const author = context.accounts.byLogin(pull.user) ?? account;
    const merged = await mergeCommits(repository.git, {
      base,
      head: pull.headSha,
      style,
      message: message(repository, pull, style, body),
      author: context.signature(style === 'squash' ? author : account),
      committer: context.signature(account),
    });
    if (!merged) {
      throw new ApiError(405, 'Please try again later');
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
      await repository.change(async () => {
        const pull = readPull(repository, request);
        if (!account.mayWrite) {
          throw new ApiError(405, 'User not allowed to merge PR');
        }
        await merge(repository, pull, account, body);
      });
      response.status(200).end();
    },
  );

  return router;
}
