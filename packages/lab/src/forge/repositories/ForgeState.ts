import { LabForgeStatusState } from '../LabForge';

/**
 * What the forge keeps beside its git repositories.
 *
 * @internal
 */
export interface ForgeState {
  /** By `owner/name`. */
  repositories: Record<string, RepositoryState>;
}

/** @internal */
export interface RepositoryState {
  createdAt: string;
  pulls: PullRequestState[];
  /** By commit, oldest first. */
  statuses: Record<string, CommitStatusState[]>;
  /** How many comments there ever were. */
  comments: number;
}

/** @internal */
export interface PullRequestState {
  number: number;
  title: string;
  body: string;
  /** Login of who opened it. */
  user: string;
  base: string;
  head: string;
  /** The commit of the head branch, as it was last seen. */
  headSha: string;
  /** Where the branches parted. */
  mergeBase: string;
  state: 'open' | 'closed';
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  /**
   * Written before the base branch moves, so that a merge that was cut off can be told from one
   * that never happened.
   */
  mergeCommit?: string;
  mergedAt?: string;
  mergedBy?: string;
  comments: CommentState[];
}

/** @internal */
export interface CommentState {
  id: number;
  user: string;
  body: string;
  createdAt: string;
  updatedAt: string;
}

/** @internal */
export interface CommitStatusState {
  id: number;
  state: LabForgeStatusState;
  context: string;
  description: string;
  targetUrl: string;
  creator: string;
  createdAt: string;
}
