import { LabPeer, LabPeerOptions } from '../LabPeer';

/** @public */
export interface LabForgeOptions extends LabPeerOptions {
  /** Token of the account `backlot`, which may write. */
  token: string;
  /** Token of the account `atlantis`, which may write. */
  atlantisToken?: string;
  /** Token of the account `reader`, which may only read. */
  readOnlyToken?: string;
  /** Folder that becomes the repository `platform/infrastructure`; a minimal one without it. */
  seedDirectory?: string;
  /**
   * Milliseconds for which a pull request is being checked for conflicts after one of its branches
   * moved; meanwhile it can't be merged, as with Gitea, which checks in the background. 20 unless
   * told.
   */
  mergeCheckMs?: number;
}

/**
 * State of a commit status, as Gitea knows them.
 *
 * @public
 */
export type LabForgeStatusState =
  | 'pending'
  | 'success'
  | 'error'
  | 'failure'
  | 'warning'
  | 'skipped';

/**
 * A commit status, in the words of Gitea's API.
 *
 * @public
 */
export interface LabForgeStatus {
  context: string;
  state: LabForgeStatusState;
  description?: string;
  target_url?: string;
}

/**
 * The lab's Git forge, and what its other peers do with it without going over HTTP.
 *
 * @public
 */
export interface LabForge extends LabPeer {
  /** Owner of the seeded repository. */
  readonly owner: string;
  /** Name of the seeded repository. */
  readonly repository: string;
  /**
   * The bare git repository on disk, to fetch from. What changes it goes over HTTP.
   *
   * @throws Error when there is no such repository
   */
  repositoryPath(owner: string, name: string): string;
  /**
   * The commit of a branch, a tag or a commit's own name.
   *
   * @throws Error when there is none
   */
  headOf(owner: string, name: string, ref: string): Promise<string>;
  /**
   * Sets a commit status in the name of the account `atlantis`.
   *
   * @throws Error when there is no such commit
   */
  setStatus(
    owner: string,
    name: string,
    sha: string,
    status: LabForgeStatus,
  ): Promise<void>;
}
