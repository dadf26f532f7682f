import { GitRepository } from '../git/GitRepository';
import { CommitStatuses } from './CommitStatuses';
import { RepositoryState } from './ForgeState';
import { PullRequests } from './PullRequests';
import { Turns } from './Turns';

/**
 * A repository of the forge: git, and what the forge keeps beside it.
 *
 * @internal
 */
export class ForgeRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch = 'main';
  readonly git: GitRepository;
  readonly state: RepositoryState;
  readonly statuses: CommitStatuses;
  readonly pulls: PullRequests;
  readonly #save: () => Promise<void>;
  readonly #turns = new Turns();

  constructor(options: {
    owner: string;
    name: string;
    git: GitRepository;
    state: RepositoryState;
    mergeCheckMs: number;
    save: () => Promise<void>;
  }) {
    this.owner = options.owner;
    this.name = options.name;
    this.git = options.git;
    this.state = options.state;
    this.#save = options.save;
    this.statuses = new CommitStatuses(options.state.statuses);
    this.pulls = new PullRequests({
      git: options.git,
      pulls: options.state.pulls,
      mergeCheckMs: options.mergeCheckMs,
    });
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  /**
   * Does what moves branches or changes pull requests: one at a time, with the pull requests
   * brought up to date afterwards, and all kept on disk before it returns.
   */
  change<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      try {
        return await work();
      } finally {
        await this.pulls.followBranches();
        await this.#save();
      }
    });
  }

  /** Keeps on disk what was changed so far, where no branch moved. */
  save(): Promise<void> {
    return this.#save();
  }
}
