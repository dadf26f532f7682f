import { JsonObject } from '@backstage/types';
import { TemplateProblem } from './objects';

/**
 * A disk of a machine.
 *
 * @public
 */
export interface MachineDisk {
  /** As the source names it, e.g. `Hard disk 1`. */
  label: string;
  /** What the guest sees; what is written of a thin disk may be less. */
  capacityBytes: number;
  /** Id of the datastore that its file is on. */
  datastore?: string;
  /** As the source writes it, e.g. `[fast-01] web01/web01.vmdk`. */
  file?: string;
  /** Whether it takes space only as it is written. */
  thin?: boolean;
  /** What it is attached to, e.g. `SCSI controller 0`. */
  controller?: string;
}

/**
 * A network card of a machine.
 *
 * @public
 */
export interface MachineNetworkCard {
  /** As the source names it, e.g. `Network adapter 1`. */
  label: string;
  /** What the guest takes it for, in lower case, e.g. `vmxnet3`. */
  adapterType: string;
  /** In lower case, with colons. */
  macAddress?: string;
  connected?: boolean;
  /** Id of the network that it is in. */
  network?: string;
  /** IPv4 and IPv6, as the guest reports them. */
  addresses: string[];
}

/**
 * How the tools in a guest are, beside those that the hypervisor has: `unmanaged` ones come with
 * the guest's operating system and are kept up by it.
 *
 * @public
 */
export type MachineToolsVersionStatus =
  | 'current'
  | 'old'
  | 'newer'
  | 'unsupported'
  | 'unmanaged';

/**
 * The hypervisor's tools in a guest; for vSphere VMware Tools.
 *
 * @public
 */
export interface MachineTools {
  state: 'running' | 'not-running' | 'not-installed';
  /** E.g. `12.3.5`. */
  version?: string;
  versionStatus?: MachineToolsVersionStatus;
}

/**
 * A snapshot of a machine.
 *
 * @public
 */
export interface MachineSnapshot {
  name: string;
  /** ISO 8601. */
  createdAt?: string;
}

/**
 * What a source says of one machine when it is asked, and the inventory does not hold: the answer to
 * `GET /v1/machines/:source/:id/details`. A field is absent where the source says nothing.
 *
 * @public
 */
export interface MachineDetails {
  /** ISO 8601; when the source was asked. */
  asOf: string;
  disks: MachineDisk[];
  networkCards: MachineNetworkCard[];
  tools?: MachineTools;
  guest: {
    /** The operating system: what the guest reports, else what the machine is set up for. */
    fullName?: string;
    /** What the guest calls itself. */
    hostName?: string;
  };
  /** E.g. `vmx-19`. */
  hardwareVersion?: string;
  firmware?: 'bios' | 'efi';
  storage?: {
    /** What all of its files take now. */
    committedBytes: number;
    /** What its thin disks may take besides. */
    uncommittedBytes: number;
  };
  /** ISO 8601. */
  createdAt?: string;
  /** ISO 8601; when it was last powered on. Absent while it is off. */
  bootedAt?: string;
  /** What somebody wrote about it in the source. */
  note?: string;
  /** From the first to those that were made on top of it. */
  snapshots: MachineSnapshot[];
  /**
   * Its virtual hardware, in the words of its hypervisor: only the hypervisor's own packages look into
   * it. Absent where the source does not know the machine's configuration.
   */
  hardware?: JsonObject;
  /** What stands in the way of managing it with Terraform; absent when nothing does. */
  problems?: TemplateProblem[];
}
