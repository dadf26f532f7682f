import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { PullRequest } from '../GitForge';
import {
  branchSchema,
  entrySchema,
  GiteaEntry,
  pullRequestSchema,
} from './answers';
import { GiteaAnswer, GiteaCall, GiteaHttp } from './GiteaHttp';
import { refusal } from './refusal';

/** Encodes a path or the name of a branch, whose slashes stay. @internal */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * What is read of one repository.
 *
 * @internal
 */
export class GiteaRepository {
  readonly http: GiteaHttp;
  readonly name: string;
  readonly signal: AbortSignal | undefined;

  /** @param name - `owner/name`, which may be touched */
  constructor(http: GiteaHttp, name: string, signal: AbortSignal | undefined) {
    this.http = http;
    this.name = name;
    this.signal = signal;
  }

  /** Asks once; the path is below the repository's. */
  send(call: Omit<GiteaCall, 'signal'>): Promise<GiteaAnswer> {
    return this.http.send({
      ...call,
      path: `/repos/${this.name}${call.path}`,
      signal: this.signal,
    });
  }

  /** Reads; the path is below the repository's. */
  read(call: Omit<GiteaCall, 'signal' | 'method'>): Promise<GiteaAnswer> {
    return this.http.read({
      ...call,
      path: `/repos/${this.name}${call.path}`,
      signal: this.signal,
    });
  }

  parse<T>(schema: z.ZodType<T>, answer: GiteaAnswer): T {
    return this.http.parse(schema, answer);
  }

  /** The commit that a branch is at, or nothing when there is no such branch. */
  async branchHead(branch: string): Promise<string | undefined> {
    const answer = await this.read({
      path: `/branches/${encodePath(branch)}`,
      asked: `branch ${branch} of ${this.name}`,
    });
    if (answer.status === 404) {
      await this.assertVisible();
      return undefined;
    }
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return this.parse(branchSchema, answer).commit.id;
  }

  /**
   * What lies at a path: one entry for a file, a list for a folder, or nothing.
   *
   * @throws NotFoundError when there is no such branch, tag or commit
   */
  async contents(
    ref: string,
    path: string,
  ): Promise<GiteaEntry | GiteaEntry[] | undefined> {
    const found = await this.contentsAt(ref, path);
    if (found === undefined) {
      await this.#assertRef(ref);
    }
    return found;
  }

  /** The same for a branch, tag or commit that is known to be there. */
  async contentsAt(
    ref: string,
    path: string,
  ): Promise<GiteaEntry | GiteaEntry[] | undefined> {
    const answer = await this.read({
      path: `/contents${path === '' ? '' : `/${encodePath(path)}`}`,
      query: { ref },
      asked: `${path || 'files'} at ${ref} of ${this.name}`,
    });
    if (answer.status === 404) {
      return undefined;
    }
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return this.parse(z.union([entrySchema, z.array(entrySchema)]), answer);
  }

  /** @throws NotFoundError */
  async pullRequest(number: number): Promise<PullRequest> {
    const answer = await this.read({
      path: `/pulls/${number}`,
      asked: `pull request ${number} of ${this.name}`,
    });
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return this.parse(pullRequestSchema, answer);
  }

  /** Tells a repository that is not there, or not visible, from something missing in it. */
  async assertVisible(): Promise<void> {
    const answer = await this.read({
      path: '',
      asked: `repository ${this.name}`,
    });
    if (answer.status !== 200) {
      throw refusal(answer);
    }
  }

  async #assertRef(ref: string): Promise<void> {
    const answer = await this.read({
      path: '/commits',
      query: {
        sha: ref,
        limit: '1',
        stat: 'false',
        verification: 'false',
        files: 'false',
      },
      asked: `commits of ${ref} of ${this.name}`,
    });
    if (answer.status === 404) {
      await this.assertVisible();
      throw new NotFoundError(
        `The repository ${this.name} has no branch, tag or commit ${ref}`,
      );
    }
    if (answer.status !== 200) {
      throw refusal(answer);
    }
  }
}
