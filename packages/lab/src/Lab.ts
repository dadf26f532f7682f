import { LabAtlantis } from './atlantis/LabAtlantis';
import { Company } from './company/Company';
import { LabCredentials } from './credentials/LabCredentials';
import { FaultSwitches } from './faults/FaultSwitches';
import { LabForge } from './forge/LabForge';
import { NetBoxLanguage } from './netbox/serveNetBox';
import { LabNetBox } from './netbox/startNetBox';
import { LabVCenter } from './vcenter/LabVCenter';
import { LabPace } from './vcenter/startVCenter';

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

/**
 * How long things take in the lab.
 *
 * @public
 */
export interface LabPaceOptions extends LabPace {
  /** Whether NetBox takes as long as a real one. True by default. */
  netbox?: boolean;
  /** Milliseconds between two lines that Terraform prints. 20 by default. */
  terraformLine?: number;
}

/**
 * What a lab is started with.
 *
 * @public
 */
export interface LabOptions {
  /** Folder that the lab's state and secrets live in; without one, nothing outlives the process. */
  directory?: string;
  ports?: LabPorts;
  /** What the lab is seeded with at its first start; the small company by default. */
  company?: Company;
  /** Folder that the infrastructure repository begins with; a minimal one without it. */
  infrastructure?: string;
  /** The Backstage backend whose ledger Atlantis asks before it applies; without it, it asks nobody. */
  backstage?: {
    url: string;
    /** The lab's own `credentials.gateToken` by default. */
    gateToken?: string;
  };
  /** In which NetBox words its refusals unless a call asks for another. `en` by default. */
  netboxLanguage?: NetBoxLanguage;
  /** Believable by default. */
  pace?: LabPaceOptions;
}

/**
 * A running lab.
 *
 * @public
 */
export interface Lab {
  readonly company: Company;
  readonly credentials: LabCredentials;
  readonly vcenter: LabVCenter;
  readonly netbox: LabNetBox;
  /** With the token of the account that Backlot uses. */
  readonly forge: LabForge & { readonly token: string };
  readonly atlantis: LabAtlantis;
  readonly faults: FaultSwitches;
  /** Where faults are switched over HTTP, at `/faults`. */
  readonly control: { readonly url: string };
  /** Ends all peers and writes their state. */
  close(): Promise<void>;
}
