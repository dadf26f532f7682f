import { ConflictError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { MergePullRequest, PullRequest } from '../GitForge';
import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { deleteBranch } from './deleteBranch';
import { GiteaAnswer } from './GiteaHttp';
import { GiteaRepository } from './GiteaRepository';
import { OneAtATime } from './OneAtATime';
import { giteaWords, refusal } from './refusal';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 1_500;

/**
 * Answers after which another look settles it. Seen with Gitea 1.26: 405 while it checks for
 * conflicts and when it found some; 405 when it is merged already; 500 with git's own words when
 * another pull request, merged meanwhile, made a conflict.
 */
const LOOK_AGAIN =
  /Please try again later|The PR is already merged|CONFLICT \(/;

/** While it checks for conflicts: to ask again costs it far less than to show the pull request. */
const CHECKING = /Please try again later/;
/** After so many of these answers each is looked into: there may be conflicts. */
const LOOKS_FROM = 6;

/** 409 when another pull request was merged to the same branch at the same time. */
const BASE_MOVED = /merge push out of date|cannot lock ref/;

function at(repository: GiteaRepository, number: number): string {
  return `Pull request ${number} of ${repository.name}`;
}

function assertExpected(
  repository: GiteaRepository,
  pull: PullRequest,
  expectedHead: string,
): void {
  if (pull.headSha !== expectedHead) {
    throw new ConflictError(
      `${at(repository, pull.number)} ${
        pull.merged ? 'was merged' : 'is'
      } at commit ${pull.headSha}, not at the expected ${expectedHead}`,
    );
  }
  if (pull.state === 'closed' && !pull.merged) {
    throw new ConflictError(
      `${at(
        repository,
        pull.number,
      )} was closed without being merged. Open it again, or propose the change anew.`,
    );
  }
}

/** Asks for the merge; nothing when only another look can tell what became of it. */
async function ask(
  repository: GiteaRepository,
  request: MergePullRequest,
): Promise<GiteaAnswer | undefined> {
  const { number, expectedHead, method } = request;
  try {
    return await repository.send({
      method: 'POST',
      path: `/pulls/${number}/merge`,
      body: {
        Do: method,
        head_commit_id: expectedHead,
        delete_branch_after_merge: request.deleteBranch ?? false,
      },
      asked: `merge pull request ${number} of ${repository.name}`,
    });
  } catch (error) {
    if (error instanceof ForgeUnreachableError) {
      return undefined;
    }
    throw error;
  }
}

/** Longest wait, in times of the configured one, while the base branch moves all the time. */
const MOST_WAITS = 5;

/**
 * How long is waited: begun anew when the base branch moves, as then everything is checked again,
 * but not for ever.
 */
class Patience {
  readonly #waitMs: number;
  readonly #end: number;
  #giveUpAt = 0;
  #base: string | undefined;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(waitMs: number) {
    this.#waitMs = waitMs;
    this.#end = Date.now() + MOST_WAITS * waitMs;
  }

  sawBase(sha: string): void {
    if (sha !== this.#base) {
      this.#base = sha;
      this.#giveUpAt = Date.now() + this.#waitMs;
      this.#pauseMs = FIRST_PAUSE_MS;
    }
  }

  /** @param baseMoved - whether it is known to have moved since it was seen */
  isOver(baseMoved: boolean): boolean {
    const now = Date.now();
    return now >= this.#end || (!baseMoved && now >= this.#giveUpAt);
  }

  async pause(signal: AbortSignal | undefined): Promise<void> {
    const pause = this.#pauseMs * (0.5 + Math.random());
    this.#pauseMs = Math.min(this.#pauseMs * 1.5, LONGEST_PAUSE_MS);
    await sleep(pause, undefined, { signal });
  }
}

/** The error when patience is over: what the forge says, or that it says nothing. */
function givenUp(
  repository: GiteaRepository,
  pull: PullRequest,
  answer: GiteaAnswer | undefined,
): Error {
  if (!answer) {
    return new ForgeUnreachableError(
      `The forge at ${repository.http.url} gave no answer to "merge pull request ${pull.number} of ${repository.name}", which may or may not be merged. Try again later.`,
    );
  }
  return new ConflictError(
    `${at(repository, pull.number)} can't be merged into ${
      pull.baseBranch
    }: the forge says "${giteaWords(
      answer,
    )}". It has conflicts, or the forge is still checking; resolve the conflicts, or try again later.`,
  );
}

/**
 * Merges a pull request at its expected head, and looks at it only where the forge does not merge it
 * at once.
 *
 * @param waitMs - how long to wait for it to become mergeable
 * @param turns - so that those that are merged in this process do not lose against each other
 * @internal
 */
export async function mergePullRequest(
  repository: GiteaRepository,
  request: MergePullRequest,
  waitMs: number,
  turns: OneAtATime,
): Promise<void> {
  const { number, expectedHead } = request;
  const merge = () =>
    turns.run(repository.name, () => ask(repository, request));
  const patience = new Patience(waitMs);
  let answer = await merge();
  for (let asked = 1; answer?.status !== 200; asked += 1) {
    const words = answer ? giteaWords(answer) : '';
    if (!CHECKING.test(words) || asked >= LOOKS_FROM) {
      const pull = await repository.pullRequest(number);
      assertExpected(repository, pull, expectedHead);
      if (pull.merged) {
        if (request.deleteBranch) {
          await deleteBranch(repository, pull.headBranch, expectedHead);
        }
        return;
      }
      patience.sawBase(pull.baseSha);
      const baseMoved = BASE_MOVED.test(words);
      if (answer && !baseMoved && !LOOK_AGAIN.test(words)) {
        throw refusal(answer);
      }
      if (patience.isOver(baseMoved)) {
        throw givenUp(repository, pull, answer);
      }
    }
    await patience.pause(repository.signal);
    answer = await merge();
  }
}
