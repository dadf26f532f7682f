import { ConnectionStep } from './connectionStep';

/**
 * Options of one call.
 *
 * @public
 */
export interface ForgeCallOptions {
  signal?: AbortSignal;
}

/**
 * A file of a repository.
 *
 * @public
 */
export interface ForgeFile {
  path: string;
  /** As UTF-8. */
  content: string;
}

/**
 * What a folder of a repository holds.
 *
 * @public
 */
export interface ForgeEntry {
  name: string;
  /** From the root of the repository. */
  path: string;
  type: 'file' | 'directory' | 'link' | 'submodule';
}

/**
 * A file as it is to be, or `content: null` where there is to be none.
 *
 * @public
 */
export interface FileChange {
  /** From the root of the repository, with `/` between its parts. */
  path: string;
  content: string | null;
}

/** @public */
export interface CommitFilesRequest {
  /** `owner/name` */
  repository: string;
  /** Branch to commit to; made from `baseBranch` when there is none. */
  branch: string;
  baseBranch: string;
  files: FileChange[];
  message: string;
  /**
   * Whether branch or files are there already. It only saves a call: without it all are taken for new
   * at first, and looked at when the forge refuses them.
   */
  changesExisting?: boolean;
}

/** @public */
export interface CommitFilesResult {
  /** The head of the branch, with all files as they are to be. */
  sha: string;
  /** Whether a commit was made now; not when the branch was as wanted already. */
  committed: boolean;
}

/**
 * A pull request (a merge request, as some forges call it).
 *
 * @public
 */
export interface PullRequest {
  number: number;
  /** Its page. */
  url: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  /** Whether it was merged; a merged one is closed. */
  merged: boolean;
  /** The commit on the base branch, once it is merged. */
  mergeCommit: string | undefined;
  /** Not while the forge still checks, and not when there are conflicts. */
  mergeable: boolean;
  headBranch: string;
  /** The newest commit of the head branch; once merged, the one that was merged. */
  headSha: string;
  baseBranch: string;
  baseSha: string;
}

/** @public */
export interface OpenPullRequest {
  /** `owner/name` */
  repository: string;
  /** The branch with the changes. */
  head: string;
  base: string;
  title: string;
  /** Markdown. */
  body: string;
}

/** @public */
export interface FindPullRequest {
  /** `owner/name` */
  repository: string;
  /** The branch with the changes. */
  branch: string;
  base: string;
  /** `open` unless told; merged ones are closed. */
  state?: 'open' | 'closed' | 'all';
}

/** @public */
export interface PullRequestId {
  /** `owner/name` */
  repository: string;
  number: number;
}

/** @public */
export interface MergePullRequest extends PullRequestId {
  /** The commit that is to be merged; nothing is merged when the branch is elsewhere. */
  expectedHead: string;
  method: 'squash' | 'merge' | 'rebase';
  /** Deletes the branch once it is merged, unless it went on since. */
  deleteBranch?: boolean;
}

/** @public */
export interface CommentRequest extends PullRequestId {
  /** Names the comment, so that it is written once. Letters, digits, `.`, `_`, `:`, `/` and `-`. */
  key: string;
  /** Markdown. */
  body: string;
}

/**
 * What a tool said about a commit, e.g. Atlantis about its plan.
 *
 * @public
 */
export interface CommitStatus {
  context: string;
  state: 'pending' | 'success' | 'failure' | 'error' | 'warning' | 'skipped';
  description: string;
  /** Page of the tool about it, e.g. of Atlantis' job. */
  targetUrl: string | undefined;
  /** ISO 8601. */
  createdAt: string;
}

/**
 * What Backlot asks of a Git forge. Each function may be called again when its answer was lost or
 * the caller died: it looks at what is there before it does anything.
 *
 * Only the repositories that configuration names are touched. All functions throw errors of
 * `@backstage/errors` with the forge's own words and what to do: InputError, NotAllowedError (the
 * repository is not configured, or the token is refused or may not), NotFoundError, ConflictError,
 * ForgeUnreachableError (a ServiceUnavailableError) where there was no answer.
 *
 * @public
 */
export interface GitForge {
  /** Looks step by step at all that Backlot needs. Changes nothing; a failure is in its step. */
  checkConnection(options?: ForgeCallOptions): Promise<ConnectionStep[]>;

  /**
   * A file, or nothing when there is none.
   *
   * @throws NotFoundError when there is no such branch, tag or commit
   */
  readFile(
    request: { repository: string; ref: string; path: string },
    options?: ForgeCallOptions,
  ): Promise<ForgeFile | undefined>;

  /**
   * What a folder holds; nothing when there is no such folder, as git keeps no empty ones.
   *
   * @throws NotFoundError when there is no such branch, tag or commit
   */
  listDirectory(
    request: { repository: string; ref: string; path: string },
    options?: ForgeCallOptions,
  ): Promise<ForgeEntry[]>;

  /**
   * Brings files of a branch to what they are to be, in one commit; none where they are so already.
   *
   * @throws ConflictError when the base branch has all files already and there is no branch yet, so
   *   there is nothing to propose
   */
  commitFiles(
    request: CommitFilesRequest,
    options?: ForgeCallOptions,
  ): Promise<CommitFilesResult>;

  /** Opens a pull request, or answers the one that is open between the two branches. */
  openPullRequest(
    request: OpenPullRequest,
    options?: ForgeCallOptions,
  ): Promise<PullRequest>;

  /** The newest pull request between two branches, or nothing. */
  findPullRequest(
    request: FindPullRequest,
    options?: ForgeCallOptions,
  ): Promise<PullRequest | undefined>;

  /** @throws NotFoundError */
  getPullRequest(
    request: PullRequestId,
    options?: ForgeCallOptions,
  ): Promise<PullRequest>;

  /**
   * Merges a pull request at an expected head, and waits while the forge checks whether it can be;
   * nothing when it is merged already.
   *
   * @throws ConflictError when its head is another, when it was closed, when it has conflicts with
   *   its base, or when the forge's rules forbid it
   */
  mergePullRequest(
    request: MergePullRequest,
    options?: ForgeCallOptions,
  ): Promise<void>;

  /**
   * Closes a pull request without merging it; nothing when it is closed.
   *
   * @throws ConflictError when it was merged
   */
  closePullRequest(
    request: PullRequestId,
    options?: ForgeCallOptions,
  ): Promise<PullRequest>;

  /** Deletes a branch; nothing when there is none. */
  deleteBranch(
    request: { repository: string; branch: string },
    options?: ForgeCallOptions,
  ): Promise<void>;

  /** Writes a comment on a pull request, once for each key. */
  comment(request: CommentRequest, options?: ForgeCallOptions): Promise<void>;

  /** The latest status of each context, the newest first. */
  commitStatuses(
    request: { repository: string; sha: string },
    options?: ForgeCallOptions,
  ): Promise<CommitStatus[]>;

  /** Ends open connections. */
  close(): Promise<void>;
}
