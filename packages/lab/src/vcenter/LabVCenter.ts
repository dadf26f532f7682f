import { LabPeer } from '../LabPeer';
import { LabMachines } from './machines/LabMachines';
import { VCenterModel } from './model/VCenterModel';
import { ExpiredAnswer } from './sessions/Sessions';

/**
 * The lab's vCenter. Its `url` is the server's; the vSphere API is at `/sdk`.
 *
 * @public
 */
export interface LabVCenter extends LabPeer {
  /** Certificate authority of its server certificate, PEM. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
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
