import { FaultSwitches } from './faults/FaultSwitches';
import { Company } from './company/Company';
import { LabVCenter } from './vcenter/LabVCenter';

/**
 * Ports on the loopback interface; one that is left out is a free one.
 *
 * @public
 */
export interface LabPorts {
  vcenter?: number;
  netbox?: number;
  forge?: number;
  atlantis?: number;
  control?: number;
}

/** @public */
export interface LabOptions {
  /** Folder that the lab's state and secrets live in; without one, nothing outlives the process. */
  directory?: string;
  ports?: LabPorts;
  /** What the lab is seeded with at its first start; the small company by default. */
  company?: Company;
  /** The Backstage backend whose ledger Atlantis asks before it applies. */
  backstage?: { url: string; gateToken: string };
}

/**
 * A running lab.
 *
 * @public
 */
export interface Lab {
  readonly company: Company;
  readonly vcenter: LabVCenter;
  readonly faults: FaultSwitches;
  /** Where faults are switched over HTTP. */
  readonly control: { readonly url: string };
  /** Ends all peers and writes their state. */
  close(): Promise<void>;
}
