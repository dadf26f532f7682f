import { setTimeout as delay } from 'node:timers/promises';
import { callForge, ForgeAnswer, ForgeUnderTest } from './ForgeUnderTest';

/** What the suite reads of a pull request. @internal */
export interface PullAnswer {
  number: number;
  state: string;
  title: string;
  body: string;
  merged: boolean;
  mergeable: boolean;
  merge_commit_sha: string | null;
  html_url: string;
  merge_base: string;
  head: { ref: string; sha: string; label: string };
  base: { ref: string; sha: string };
  user: { login: string };
}

/** What the suite reads of a file. @internal */
export interface FileAnswer {
  type: string;
  path: string;
  name: string;
  sha: string;
  size: number;
  encoding: string | null;
  content: string | null;
}

/** What the suite reads of an answer to a commit. @internal */
export interface CommitAnswer {
  commit: { sha: string; message: string; parents: { sha: string }[] };
  files: (FileAnswer | null)[];
}

/** @internal */
export interface ErrorAnswer {
  message: string;
  errors?: string[];
}

const MOST_TRIES = 200;
const PAUSE_MS = 100;

/**
 * A pull request is not yet checked, or another one was merged meanwhile: Gitea 1.26 locks each
 * pull request, not the branch that they go to.
 */
const BUSY =
  /^Please try again later$|^merge push out of date$|cannot lock ref/;

/** @internal */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/**
 * Steps that several tests of the suite take; each works on branches of its own.
 *
 * @internal
 */
export class ForgeSteps {
  readonly forge: ForgeUnderTest;
  readonly #run = `${process.pid}-${Date.now().toString(36)}`;
  readonly #pulls: number[] = [];
  #branches = 0;

  constructor(forge: ForgeUnderTest) {
    this.forge = forge;
  }

  /** A name that no branch has yet. */
  newName(): string {
    this.#branches += 1;
    return `conformance/${this.#run}-${this.#branches}`;
  }

  commitFiles(body: object): Promise<ForgeAnswer<CommitAnswer & ErrorAnswer>> {
    return callForge(this.forge, 'POST', '/contents', { body });
  }

  /** A new branch of main with one new file, named as the branch is. */
  async branchWithFile(text = 'one\n'): Promise<{
    branch: string;
    path: string;
    sha: string;
  }> {
    const branch = this.newName();
    const path = `${branch}/file.txt`;
    const { body } = await this.commitFiles({
      branch: 'main',
      new_branch: branch,
      message: `Add ${path}`,
      files: [{ operation: 'create', path, content: base64(text) }],
    });
    return { branch, path, sha: body.commit.sha };
  }

  async openPull(
    head: string,
    title = `Merge ${head}`,
  ): Promise<ForgeAnswer<PullAnswer & ErrorAnswer>> {
    const answer = await callForge<PullAnswer & ErrorAnswer>(
      this.forge,
      'POST',
      '/pulls',
      { body: { head, base: 'main', title, body: 'Because.' } },
    );
    if (answer.status === 201) {
      this.#pulls.push(answer.body.number);
    }
    return answer;
  }

  /** Closes what is open still: Gitea checks each open one anew whenever main moves. */
  async closePulls(): Promise<void> {
    for (const number of this.#pulls.splice(0)) {
      await callForge(this.forge, 'PATCH', `/pulls/${number}`, {
        body: { state: 'closed' },
      });
    }
  }

  async pull(number: number): Promise<PullAnswer> {
    const { body } = await callForge<PullAnswer>(
      this.forge,
      'GET',
      `/pulls/${number}`,
    );
    return body;
  }

  /** Waits for the forge to close a pull request by itself, which Gitea does a little later. */
  pullClosed(number: number): Promise<void> {
    return this.#waitFor(number, pull => pull.state === 'closed');
  }

  /** Waits for the forge to see that a pull request can't be merged any more. */
  pullNotMergeable(number: number): Promise<void> {
    return this.#waitFor(number, pull => !pull.mergeable);
  }

  /**
   * Merges as soon as the forge has checked that it can be merged, and once more when another pull
   * request was merged meanwhile.
   */
  async merge(
    number: number,
    body: object,
    mostTries = MOST_TRIES,
  ): Promise<ForgeAnswer<ErrorAnswer>> {
    for (let tries = 1; ; tries += 1) {
      const answer = await callForge<ErrorAnswer>(
        this.forge,
        'POST',
        `/pulls/${number}/merge`,
        { body },
      );
      const again = BUSY.test(answer.body.message);
      if (!again || tries === mostTries) {
        return answer;
      }
      await delay(PAUSE_MS);
    }
  }

  async headOf(branch: string): Promise<string | undefined> {
    const { status, body } = await callForge<{ commit: { id: string } }>(
      this.forge,
      'GET',
      `/branches/${branch}`,
    );
    return status === 200 ? body.commit.id : undefined;
  }

  async #waitFor(
    number: number,
    condition: (pull: PullAnswer) => boolean,
  ): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      if (condition(await this.pull(number))) {
        return;
      }
      await delay(PAUSE_MS);
    }
  }
}
