import { LabPeer, LabPeerOptions } from '../LabPeer';
import { LabForge } from '../forge/LabForge';
import { LabMachines } from '../vcenter/machines/LabMachines';

/**
 * What Atlantis needs of the lab's forge.
 *
 * @public
 */
export type AtlantisForge = Pick<LabForge, 'repositoryPath' | 'setStatus'>;

/**
 * Whom the apply stage asks before anything is applied, as the starter's workflow does.
 *
 * @public
 */
export interface AtlantisGate {
  /** Base URL of the Backstage backend. */
  url: string;
  token: string;
}

/** @public */
export interface LabAtlantisOptions extends LabPeerOptions {
  forge: AtlantisForge;
  machines: LabMachines;
  /** What callers send as `X-Atlantis-Token`. */
  apiSecret: string;
  gate?: AtlantisGate;
  /**
   * `starter` prints the plan's digest and asks the gate; `default` is what Atlantis does of itself.
   * `starter` unless told.
   */
  workflow?: 'starter' | 'default';
  /** Repositories that it works for, `owner/name` or `owner/*`; all by default. */
  repositoryAllowlist?: string[];
  /** Versions of the vSphere provider that Terraform finds, oldest first; 1.26.0 and 2.16.1 by default. */
  providerVersions?: string[];
  /** Milliseconds between two lines that a run prints; 0 by default. */
  paceMs?: number;
}

/**
 * A directory that Terraform works in.
 *
 * @public
 */
export interface LabProject {
  /** `owner/name` */
  repository: string;
  directory: string;
  /** `default` unless told. */
  workspace?: string;
}

/** @public */
export interface HeldLock extends LabProject {
  /** The pull request whose plan holds it. */
  pull: number;
}

/**
 * The lab's Atlantis. It answers like Atlantis 0.47.1, and simulates Terraform.
 *
 * @public
 */
export interface LabAtlantis extends LabPeer {
  readonly apiSecret: string;
  /** Holds a project's lock as a plan made by a pull request comment does. Returns what lets it go. */
  holdLock(lock: HeldLock): () => void;
  /** Loses Terraform's state of a directory; what it had made stays. */
  loseState(project: LabProject): Promise<void>;
}
