import { GitRepository } from '../git/GitRepository';
import { isoSeconds } from '../git/parseCommits';
import { mergeTrees } from '../git/mergeTrees';
import { ChangedFile } from '../git/parseChangedFiles';
import { CommentState, PullRequestState } from './ForgeState';

/**
 * Whether a pull request could be merged: into which commit of its base branch, and the tree that
 * this makes.
 *
 * @internal
 */
export type MergeCheck =
  | { is: 'checking' | 'conflict' }
  | { is: 'mergeable'; base: string; tree: string };

/**
 * The pull requests of a repository.
 *
 * @internal
 */
export class PullRequests {
  readonly #git: GitRepository;
  readonly #pulls: PullRequestState[];
  readonly #mergeCheckMs: number;
  /** When the check of a pull request ends, by number. */
  readonly #checkedAt = new Map<number, number>();
  /** What the last check of each found, and the two commits that it was about. */
  readonly #checks = new Map<number, { commits: string; found: MergeCheck }>();
  readonly #changes = new Map<
    number,
    { commits: string; files: Promise<ChangedFile[]> }
  >();
  /** The commit of the base branch that each was last seen with. */
  readonly #bases = new Map<number, string>();

  constructor(options: {
    git: GitRepository;
    pulls: PullRequestState[];
    mergeCheckMs: number;
  }) {
    this.#git = options.git;
    this.#pulls = options.pulls;
    this.#mergeCheckMs = options.mergeCheckMs;
  }

  /** All of them, newest first. */
  list(): PullRequestState[] {
    return [...this.#pulls].reverse();
  }

  get(number: number): PullRequestState | undefined {
    return this.#pulls.find(pull => pull.number === number);
  }

  /** The open one between two branches. */
  findOpen(head: string, base: string): PullRequestState | undefined {
    return this.#pulls.find(
      pull => pull.state === 'open' && pull.head === head && pull.base === base,
    );
  }

  async open(options: {
    title: string;
    body: string;
    user: string;
    head: string;
    base: string;
    headSha: string;
    mergeBase: string;
  }): Promise<PullRequestState> {
    const now = isoSeconds(new Date());
    const pull: PullRequestState = {
      ...options,
      number: this.#pulls.length + 1,
      state: 'open',
      createdAt: now,
      updatedAt: now,
      comments: [],
    };
    await this.#git.updateRef(`refs/pull/${pull.number}/head`, options.headSha);
    this.#pulls.push(pull);
    return pull;
  }

  close(pull: PullRequestState): void {
    pull.state = 'closed';
    pull.closedAt = isoSeconds(new Date());
    pull.updatedAt = pull.closedAt;
  }

  reopen(pull: PullRequestState): void {
    pull.state = 'open';
    pull.closedAt = undefined;
    pull.updatedAt = isoSeconds(new Date());
  }

  markMerged(pull: PullRequestState, by: string): void {
    this.close(pull);
    pull.mergedAt = pull.closedAt;
    pull.mergedBy = by;
  }

  addComment(
    pull: PullRequestState,
    comment: { id: number; user: string; body: string },
  ): CommentState {
    const now = isoSeconds(new Date());
    const added = { ...comment, createdAt: now, updatedAt: now };
    pull.comments.push(added);
    pull.updatedAt = now;
    return added;
  }

  /**
   * Brings the open pull requests up to date with their branches, whoever moved them: a new head is
   * taken over, and one whose head branch is gone is closed.
   */
  async followBranches(): Promise<void> {
    const open = this.#pulls.filter(pull => pull.state === 'open');
    if (open.length === 0) {
      return;
    }
    const branches = new Map(
      (await this.#git.refs('refs/heads/')).map(ref => [ref.name, ref.sha]),
    );
    for (const pull of open) {
      const head = branches.get(pull.head);
      const base = branches.get(pull.base);
      if (!head) {
        this.close(pull);
        continue;
      }
      if (head !== pull.headSha) {
        await this.#git.updateRef(`refs/pull/${pull.number}/head`, head);
        pull.headSha = head;
        pull.updatedAt = isoSeconds(new Date());
        this.#startCheck(pull);
      }
      if (base && this.#bases.get(pull.number) !== base) {
        if (this.#bases.has(pull.number)) {
          this.#startCheck(pull);
        }
        this.#bases.set(pull.number, base);
        pull.mergeBase =
          (await this.#git.mergeBase(base, head)) ?? pull.mergeBase;
      }
    }
  }

  /** Whether an open one can be merged, which takes a while to be known after a branch moved. */
  async check(pull: PullRequestState): Promise<MergeCheck> {
    if ((this.#checkedAt.get(pull.number) ?? 0) > Date.now()) {
      return { is: 'checking' };
    }
    const base = await this.#git.branch(pull.base);
    if (!base) {
      return { is: 'conflict' };
    }
    const commits = `${base} ${pull.headSha}`;
    const known = this.#checks.get(pull.number);
    if (known?.commits === commits) {
      return known.found;
    }
    const tree = await mergeTrees(
      this.#git,
      pull.mergeBase,
      base,
      pull.headSha,
    );
    const found: MergeCheck = tree
      ? { is: 'mergeable', base, tree }
      : { is: 'conflict' };
    this.#checks.set(pull.number, { commits, found });
    return found;
  }

  /** Whether it can be merged, or could when it was open. */
  async isMergeable(pull: PullRequestState): Promise<boolean> {
    const found =
      pull.state === 'open'
        ? await this.check(pull)
        : this.#checks.get(pull.number)?.found;
    return found === undefined || found.is === 'mergeable';
  }

  /** The files that it changes. */
  changes({
    number,
    mergeBase,
    headSha,
  }: PullRequestState): Promise<ChangedFile[]> {
    const commits = `${mergeBase} ${headSha}`;
    const known = this.#changes.get(number);
    if (known?.commits === commits) {
      return known.files;
    }
    const files = this.#git.changedFiles(mergeBase, headSha);
    this.#changes.set(number, { commits, files });
    return files;
  }

  /** Settles merges that a crash cut off between the base branch and the record of it. */
  async settleMerges(): Promise<void> {
    for (const pull of this.#pulls) {
      if (pull.mergeCommit && !pull.mergedAt) {
        const base = await this.#git.branch(pull.base);
        if (base && (await this.#git.isAncestor(pull.mergeCommit, base))) {
          this.markMerged(pull, pull.user);
        } else {
          pull.mergeCommit = undefined;
        }
      }
    }
  }

  #startCheck(pull: PullRequestState): void {
    this.#checkedAt.set(pull.number, Date.now() + this.#mergeCheckMs);
  }
}
