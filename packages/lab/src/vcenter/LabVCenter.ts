import { LabPeer } from '../LabPeer';
import { LabMachines } from './machines/LabMachines';

/**
 * The lab's vCenter.
 *
 * @public
 */
export interface LabVCenter extends LabPeer {
  /** Certificate authority of its server certificate, PEM. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
  readonly machines: LabMachines;
}
