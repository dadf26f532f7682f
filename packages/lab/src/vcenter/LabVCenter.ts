import { LabPeer } from '../LabPeer';
import { LabMachines } from './machines/LabMachines';
import { VCenterModel } from './model/VCenterModel';
import { ExpiredAnswer } from './sessions/Sessions';

/**
 * An account of the lab's vCenter.
 *
 * @public
 */
export interface LabVCenterAccount {
  readonly username: string;
  readonly password: string;
}

/**
 * The lab's vCenter. Its `url` is the server's; the vSphere API is at `/sdk`.
 *
 * @public
 */
export interface LabVCenter extends LabPeer {
  /** Certificate authority of its server certificate, PEM. */
  readonly ca: string;
  /** Of the account that may do everything. */
  readonly username: string;
  readonly password: string;
  /** The account that may power machines and take snapshots of them, and read. */
  readonly operator: LabVCenterAccount;
  /** The account that may read, and nothing else. */
  readonly reader: LabVCenterAccount;
  readonly machines: LabMachines;
  /** The vCenter's inside, for tests: what is changed here is announced to clients. */
  readonly model: VCenterModel;
  /** Number of sessions that were not ended and have not expired. */
  readonly openSessions: number;
  /**
   * Forgets all sessions, as a vCenter does that was restarted or lost patience.
   *
   * @param answer - how calls without a session are answered from now on; `fault` by default
   */
  expireSessions(answer?: ExpiredAnswer): void;
  /**
   * Stops and starts the server on the same port: connections are cut, sessions forgotten, the
   * inventory stays.
   *
   * @param downMs - how long it is away in between
   */
  restart(downMs?: number): Promise<void>;
}
