import { Company } from './company/Company';
import { FaultSwitches } from './faults/FaultSwitches';

/**
 * What each peer of the lab is started with.
 *
 * @public
 */
export interface LabPeerOptions {
  /** The company that the peer is seeded with when it has no state of its own yet. */
  company: Company;
  /** Shared by all peers of a lab. */
  faults: FaultSwitches;
  /** Port on the loopback interface; 0 or nothing takes a free one. */
  port?: number;
  /** Folder of this peer's own state; without one, nothing outlives the process. */
  directory?: string;
}

/**
 * A running peer of the lab.
 *
 * @public
 */
export interface LabPeer {
  /** Where it answers, without a trailing slash. */
  readonly url: string;
  /** Stops serving, ends open connections and writes its state. */
  close(): Promise<void>;
}
