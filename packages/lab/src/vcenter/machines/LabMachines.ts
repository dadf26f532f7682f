/**
 * How a machine is found: by its BIOS UUID, by a name that only one machine has, or by its path
 * below its datacenter's `vm` folder, with the datacenter in front
 * (`fra1/vm/backlot/development/web01`).
 *
 * @public
 */
export type LabMachineQuery =
  | { uuid: string }
  | { name: string }
  | { path: string };

/** @public */
export interface LabMachineDisk {
  label: string;
  sizeGib: number;
  thin: boolean;
  eagerZeroed?: boolean;
  /**
   * Its place, as Terraform's provider counts: 15 on each SCSI controller. Without it, that in the
   * list.
   */
  unit?: number;
}

/**
 * What a machine's hardware has otherwise than vSphere gives it by itself.
 *
 * @public
 */
export interface LabHardware {
  /** 1 by default. */
  coresPerSocket?: number;
  secureBoot?: boolean;
  /** Whether the guest sees the ids of its disks. */
  diskUuid?: boolean;
  cpuHotAdd?: boolean;
  memoryHotAdd?: boolean;
}

/** @public */
export interface LabNetworkCard {
  /** Managed object reference, e.g. `dvportgroup-20`. */
  network: string;
  /** A static one, in lower case; without it, vCenter assigns one. */
  macAddress?: string;
}

/**
 * What vSphere's guest customization sets a guest up with, in the order of its network cards.
 *
 * @public
 */
export interface LabCustomization {
  interfaces: {
    /** IPv4; absent where it has only IPv6. */
    address?: string;
    prefixLength?: number;
    ipv6?: { address: string; prefixLength: number };
  }[];
  gateway?: string;
}

/**
 * A machine to be made, as Terraform's vSphere provider knows it: references by id.
 *
 * @public
 */
export interface LabMachineSpec {
  name: string;
  /** Managed object reference, e.g. `datacenter-2`. */
  datacenter: string;
  /** Path below the datacenter's `vm` folder; empty for that folder itself. It has to exist. */
  folder: string;
  /** Managed object reference, e.g. `resgroup-8`. */
  resourcePool: string;
  /** Managed object reference, e.g. `datastore-11`. */
  datastore: string;
  networkCards: LabNetworkCard[];
  /** BIOS UUID of the template to clone. */
  templateUuid: string;
  cpus: number;
  memoryMib: number;
  disks: LabMachineDisk[];
  hardware?: LabHardware;
  guestId?: string;
  firmware?: 'bios' | 'efi';
  annotation?: string;
  /** With cloud-init's network configuration in `guestinfo.metadata`, unless `customization` is there. */
  extraConfig?: Record<string, string>;
  customization?: LabCustomization;
  /** True by default. */
  poweredOn?: boolean;
}

/**
 * What can be changed of a machine that exists.
 *
 * @public
 */
export type LabMachineChange = Partial<
  Pick<
    LabMachineSpec,
    | 'name'
    | 'folder'
    | 'cpus'
    | 'memoryMib'
    | 'disks'
    | 'networkCards'
    | 'annotation'
    | 'extraConfig'
  >
>;

/** @public */
export interface LabMachineIds {
  /** Managed object reference, e.g. `vm-42`. */
  moid: string;
  /** BIOS UUID: what Terraform's state holds as the resource's id. */
  uuid: string;
  instanceUuid: string;
}

/** @public */
export interface LabMachine extends LabMachineIds, LabMachineSpec {
  poweredOn: boolean;
  /**
   * What the guest reports once it runs: none unless the network configuration that it was given is
   * right for the machine's network cards.
   */
  ipAddress?: string;
}

/**
 * The vCenter's machines, for the lab's Atlantis: what Terraform's vSphere provider would do over
 * the wire. Errors are in that provider's words.
 *
 * @public
 */
export interface LabMachines {
  /**
   * Clones the template and powers the machine on. Takes a moment, as a clone does; the machine is
   * on disk once it is settled.
   */
  create(spec: LabMachineSpec): Promise<LabMachineIds>;
  /** @param uuid - BIOS UUID */
  reconfigure(uuid: string, change: LabMachineChange): Promise<void>;
  /** Powers the machine off and removes it. */
  destroy(uuid: string): Promise<void>;
  /** The machine, or undefined when there is none (a template counts as none). */
  find(query: LabMachineQuery): LabMachine | undefined;
}
