import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { FindPullRequest, OpenPullRequest, PullRequest } from '../GitForge';
import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { pullRequestSchema } from './answers';
import { encodePath, GiteaRepository } from './GiteaRepository';
import { refusal } from './refusal';

const PAGE_SIZE = 50;
/** So many pull requests are looked through for one of a branch that had several. */
const MOST_PAGES = 40;
const MOST_TRIES = 3;

function isBetween(pull: PullRequest, head: string, base: string): boolean {
  return pull.headBranch === head && pull.baseBranch === base;
}

/** One of the pull requests between two branches, which need not be the newest. */
async function anyBetween(
  repository: GiteaRepository,
  head: string,
  base: string,
): Promise<PullRequest | undefined> {
  const answer = await repository.read({
    path: `/pulls/${encodeURIComponent(base)}/${encodePath(head)}`,
    asked: `pull request from ${head} to ${base} of ${repository.name}`,
  });
  if (answer.status === 404) {
    await repository.assertVisible();
    return undefined;
  }
  if (answer.status !== 200) {
    throw refusal(answer);
  }
  return repository.parse(pullRequestSchema, answer);
}

async function newestInList(
  repository: GiteaRepository,
  request: FindPullRequest,
): Promise<PullRequest | undefined> {
  const { branch, base, state = 'open' } = request;
  let read = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await repository.read({
      path: '/pulls',
      query: {
        state,
        base_branch: base,
        page: String(page),
        limit: String(PAGE_SIZE),
      },
      asked: `pull requests to ${base} of ${repository.name}`,
    });
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    const pulls = repository.parse(z.array(pullRequestSchema), answer);
    const found = pulls.find(pull => isBetween(pull, branch, base));
    read += pulls.length;
    if (found || pulls.length === 0 || read === answer.total) {
      return found;
    }
  }
  return undefined;
}

/**
 * The newest pull request between two branches. Gitea's look-up by branches answers whichever it
 * finds first, also a closed one; it is enough where it finds none, and where it finds an open one,
 * as there is at most one of those.
 *
 * @internal
 */
export async function findPullRequest(
  repository: GiteaRepository,
  request: FindPullRequest,
): Promise<PullRequest | undefined> {
  const { branch, base, state = 'open' } = request;
  const any = await anyBetween(repository, branch, base);
  if (!any) {
    return undefined;
  }
  if (any.state === 'open' && state !== 'closed') {
    return any;
  }
  const newest = await newestInList(repository, request);
  const anyFits = state === 'all' || any.state === state;
  return newest ?? (anyFits ? any : undefined);
}

/**
 * Opens a pull request, or finds the open one: Gitea refuses a second between the same branches.
 *
 * @internal
 */
export async function openPullRequest(
  repository: GiteaRepository,
  request: OpenPullRequest,
): Promise<PullRequest> {
  const { head, base, title, body } = request;
  for (let tries = 1; ; tries += 1) {
    let failure: Error;
    try {
      const answer = await repository.send({
        method: 'POST',
        path: '/pulls',
        body: { head, base, title, body },
        asked: `open a pull request from ${head} to ${base} of ${repository.name}`,
      });
      if (answer.status === 201) {
        return repository.parse(pullRequestSchema, answer);
      }
      failure = refusal(
        answer,
        answer.status === 404
          ? `Check that both branches exist, ${head} and ${base}.`
          : undefined,
      );
      if (answer.status !== 409) {
        throw failure;
      }
    } catch (error) {
      if (!(error instanceof ForgeUnreachableError)) {
        throw error;
      }
      failure = error;
    }
    const found = await findPullRequest(repository, {
      repository: repository.name,
      branch: head,
      base,
    });
    if (found) {
      return found;
    }
    if (tries === MOST_TRIES) {
      throw failure;
    }
  }
}

/**
 * Closes a pull request.
 *
 * @internal
 */
export async function closePullRequest(
  repository: GiteaRepository,
  number: number,
): Promise<PullRequest> {
  for (let tries = 1; ; tries += 1) {
    const pull = await repository.pullRequest(number);
    if (pull.merged) {
      throw new ConflictError(
        `Pull request ${number} of ${repository.name} can't be closed: it was merged as ${pull.mergeCommit}`,
      );
    }
    if (pull.state === 'closed') {
      return pull;
    }
    try {
      const answer = await repository.send({
        method: 'PATCH',
        path: `/pulls/${number}`,
        body: { state: 'closed' },
        asked: `close pull request ${number} of ${repository.name}`,
      });
      if (answer.status === 201) {
        return repository.parse(pullRequestSchema, answer);
      }
      if (answer.status !== 412 || tries === MOST_TRIES) {
        throw refusal(answer);
      }
    } catch (error) {
      if (!(error instanceof ForgeUnreachableError) || tries === MOST_TRIES) {
        throw error;
      }
    }
  }
}
