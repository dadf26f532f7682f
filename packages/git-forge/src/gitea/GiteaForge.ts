import { InputError } from '@backstage/errors';
import { assertAllowedRepository } from '../allowedRepositories';
import { GitForgeConfig } from '../config';
import { ConnectionStep } from '../connectionStep';
import {
  CommentRequest,
  CommitFilesRequest,
  CommitFilesResult,
  CommitStatus,
  FindPullRequest,
  ForgeCallOptions,
  ForgeEntry,
  ForgeFile,
  GitForge,
  MergePullRequest,
  OpenPullRequest,
  PullRequest,
  PullRequestId,
} from '../GitForge';
import { checkConnection } from './checkConnection';
import { comment } from './comments';
import { commitFiles } from './commitFiles';
import { commitStatuses } from './commitStatuses';
import { deleteBranch } from './deleteBranch';
import { GiteaHttp } from './GiteaHttp';
import { GiteaRepository } from './GiteaRepository';
import { mergePullRequest } from './mergePullRequest';
import { OneAtATime } from './OneAtATime';
import {
  closePullRequest,
  findPullRequest,
  openPullRequest,
} from './pullRequests';

/**
 * Gitea, by its API version 1.
 *
 * @public
 */
export class GiteaForge implements GitForge {
  readonly #config: GitForgeConfig;
  readonly #http: GiteaHttp;
  readonly #merges = new OneAtATime();

  constructor(config: GitForgeConfig) {
    this.#config = config;
    this.#http = new GiteaHttp(config);
  }

  checkConnection(options: ForgeCallOptions = {}): Promise<ConnectionStep[]> {
    return checkConnection(
      this.#http,
      this.#config.repositories,
      options.signal,
    );
  }

  async readFile(
    request: { repository: string; ref: string; path: string },
    options: ForgeCallOptions = {},
  ): Promise<ForgeFile | undefined> {
    const { repository, ref, path } = request;
    const found = await this.#repository(repository, options).contents(
      ref,
      path,
    );
    if (found === undefined) {
      return undefined;
    }
    if (Array.isArray(found) || found.type !== 'file') {
      throw new InputError(`${path} at ${ref} of ${repository} is not a file`);
    }
    if (found.encoding !== 'base64' || typeof found.content !== 'string') {
      throw new InputError(
        `${path} at ${ref} of ${repository} is too large: the forge does not give its content`,
      );
    }
    return {
      path: found.path,
      content: Buffer.from(found.content, 'base64').toString('utf8'),
    };
  }

  async listDirectory(
    request: { repository: string; ref: string; path: string },
    options: ForgeCallOptions = {},
  ): Promise<ForgeEntry[]> {
    const { repository, ref, path } = request;
    const found = await this.#repository(repository, options).contents(
      ref,
      path,
    );
    if (found !== undefined && !Array.isArray(found)) {
      throw new InputError(
        `${path} at ${ref} of ${repository} is not a folder`,
      );
    }
    return (found ?? []).map(({ name, path: at, type }) => ({
      name,
      path: at,
      type,
    }));
  }

  async commitFiles(
    request: CommitFilesRequest,
    options: ForgeCallOptions = {},
  ): Promise<CommitFilesResult> {
    return commitFiles(this.#repository(request.repository, options), request);
  }

  async openPullRequest(
    request: OpenPullRequest,
    options: ForgeCallOptions = {},
  ): Promise<PullRequest> {
    return openPullRequest(
      this.#repository(request.repository, options),
      request,
    );
  }

  async findPullRequest(
    request: FindPullRequest,
    options: ForgeCallOptions = {},
  ): Promise<PullRequest | undefined> {
    return findPullRequest(
      this.#repository(request.repository, options),
      request,
    );
  }

  async getPullRequest(
    { repository, number }: PullRequestId,
    options: ForgeCallOptions = {},
  ): Promise<PullRequest> {
    return this.#repository(repository, options).pullRequest(number);
  }

  async mergePullRequest(
    request: MergePullRequest,
    options: ForgeCallOptions = {},
  ): Promise<void> {
    return mergePullRequest(
      this.#repository(request.repository, options),
      request,
      this.#config.mergeTimeoutMs,
      this.#merges,
    );
  }

  async closePullRequest(
    { repository, number }: PullRequestId,
    options: ForgeCallOptions = {},
  ): Promise<PullRequest> {
    return closePullRequest(this.#repository(repository, options), number);
  }

  async deleteBranch(
    request: { repository: string; branch: string },
    options: ForgeCallOptions = {},
  ): Promise<void> {
    return deleteBranch(
      this.#repository(request.repository, options),
      request.branch,
    );
  }

  async comment(
    request: CommentRequest,
    options: ForgeCallOptions = {},
  ): Promise<void> {
    return comment(this.#repository(request.repository, options), request);
  }

  async commitStatuses(
    { repository, sha }: { repository: string; sha: string },
    options: ForgeCallOptions = {},
  ): Promise<CommitStatus[]> {
    return commitStatuses(this.#repository(repository, options), sha);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  #repository(name: string, options: ForgeCallOptions): GiteaRepository {
    const { repositories, key } = this.#config;
    assertAllowedRepository(repositories, name, key);
    return new GiteaRepository(this.#http, name, options.signal);
  }
}
