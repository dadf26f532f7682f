import { JsonObject } from '@backstage/types';

/**
 * The kinds of objects that an inventory holds. The words are those of vSphere, which most users
 * know; another hypervisor's provider translates its own.
 *
 * @public
 */
export type InventoryKind =
  | 'datacenter'
  | 'cluster'
  | 'host'
  | 'datastore'
  | 'network'
  | 'folder'
  | 'resource-pool'
  | 'template'
  | 'machine';

/**
 * All kinds, in the order in which pages show them.
 *
 * @public
 */
export const inventoryKinds: readonly InventoryKind[] = [
  'datacenter',
  'cluster',
  'host',
  'datastore',
  'network',
  'folder',
  'resource-pool',
  'template',
  'machine',
];

/**
 * What every object has.
 *
 * @public
 */
export interface InventoryObjectBase {
  kind: InventoryKind;
  /** Name of the source in configuration, e.g. `fra-vcenter`. */
  source: string;
  /** Identifier within the source: for vSphere the managed object reference's value, e.g. `vm-42`. */
  id: string;
  /** As people see it, without escapes. Not unique. */
  name: string;
  /** Id of the datacenter that it belongs to; absent where there is none. */
  datacenter?: string;
}

/** @public */
export interface Datacenter extends InventoryObjectBase {
  kind: 'datacenter';
  /** Id of the folder of datacenters that it is in. */
  folder?: string;
}

/**
 * A cluster, or a host that stands alone (`standalone`).
 *
 * @public
 */
export interface Cluster extends InventoryObjectBase {
  kind: 'cluster';
  standalone: boolean;
  /** MHz that the usable hosts have together. */
  cpuMhz: number;
  /** MiB that the usable hosts have together. */
  memoryMib: number;
  hosts: number;
  /** Hosts that are connected and not in maintenance. */
  usableHosts: number;
  /** Id of the resource pool at its root. */
  resourcePool?: string;
  /** Id of the folder of hosts that it is in. */
  folder?: string;
  datastores: string[];
  networks: string[];
}

/**
 * How the source reaches a host: `disconnected` when somebody ended the connection,
 * `not-responding` when the host does not answer.
 *
 * @public
 */
export type HostConnection = 'connected' | 'disconnected' | 'not-responding';

/** @public */
export interface Host extends InventoryObjectBase {
  kind: 'host';
  cluster?: string;
  connection: HostConnection;
  maintenance: boolean;
  cpuCores: number;
  cpuMhz: number;
  memoryMib: number;
}

/** @public */
export interface Datastore extends InventoryObjectBase {
  kind: 'datastore';
  /** As the source names it, e.g. `VMFS`, `NFS`, `vsan`; `cluster` for a cluster of datastores. */
  type: string;
  capacityBytes: number;
  freeBytes: number;
  /** Whether capacity and free space can be trusted and something can be placed there. */
  accessible: boolean;
  maintenance: boolean;
  /** Reachable by more than one host. */
  shared: boolean;
  /** Id of the datastore cluster that it belongs to. */
  datastoreCluster?: string;
}

/** @public */
export interface Network extends InventoryObjectBase {
  kind: 'network';
  type: 'standard' | 'distributed' | 'opaque';
}

/** @public */
export interface Folder extends InventoryObjectBase {
  kind: 'folder';
  /** Id of the folder above; absent at the top. */
  parent?: string;
  /** Names from below the datacenter's root folder of its kind down to this one, joined by `/`. */
  path: string;
  /** What it can hold. */
  holds: 'machines' | 'hosts' | 'datastores' | 'networks' | 'datacenters';
}

/** @public */
export interface ResourcePool extends InventoryObjectBase {
  kind: 'resource-pool';
  cluster?: string;
  /** Id of the resource pool above; absent for the one at a cluster's root. */
  parent?: string;
  /** A vApp rather than a plain resource pool. */
  vapp: boolean;
}

/** @public */
export interface TemplateDisk {
  /** As the source names it, e.g. `Hard disk 1`. */
  label: string;
  sizeBytes: number;
  thin: boolean;
}

/**
 * What stands in the way of making machines from a template, or of managing a machine with Terraform.
 *
 * @public
 */
export interface TemplateProblem {
  /** A sentence for people, with what to do. */
  message: string;
  /**
   * Versions of Terraform's provider for this hypervisor that it holds for, as a range of semver;
   * absent means all.
   */
  providerVersions?: string;
}

/** @public */
export interface Template extends InventoryObjectBase {
  kind: 'template';
  /** What a clone names it by; for vSphere `config.uuid`. */
  uuid: string;
  /** Absent where the source does not know the template's configuration. */
  guestId?: string;
  guestName?: string;
  cpus: number;
  memoryMib: number;
  firmware?: 'bios' | 'efi';
  /** In the order of their places. */
  disks: TemplateDisk[];
  /**
   * What a machine takes over from it, in the words of its hypervisor: only the hypervisor's own
   * packages look into it.
   */
  hardware?: JsonObject;
  /** Absent when nothing stands in the way. */
  problems?: TemplateProblem[];
  host?: string;
  folder?: string;
  datastores: string[];
  networks: string[];
}

/** @public */
export type PowerState = 'on' | 'off' | 'suspended';

/**
 * How the source reaches a machine: `disconnected` while its host is, `inaccessible` when its files
 * cannot be read, `orphaned` when its host no longer knows it, `invalid` when its
 * configuration makes no sense. The words are those of vSphere's `VirtualMachineConnectionState`.
 *
 * @public
 */
export type MachineConnection =
  | 'connected'
  | 'disconnected'
  | 'inaccessible'
  | 'orphaned'
  | 'invalid';

/** @public */
export interface Machine extends InventoryObjectBase {
  kind: 'machine';
  /** BIOS UUID; absent where the source does not know the machine's configuration. */
  uuid?: string;
  /** Stable for the machine's life in its source. */
  instanceUuid?: string;
  /** The last that is known, unless `connection` is `connected`. */
  power: PowerState;
  /** Absent where the source says nothing of it. */
  connection?: MachineConnection;
  cpus?: number;
  memoryMib?: number;
  guestId?: string;
  /** The address that the guest reports first. */
  ipAddress?: string;
  host?: string;
  cluster?: string;
  resourcePool?: string;
  folder?: string;
  datastores: string[];
  networks: string[];
  /** Bytes that its disks may take at most. */
  provisionedBytes?: number;
  annotation?: string;
}

/** @public */
export type InventoryObject =
  | Datacenter
  | Cluster
  | Host
  | Datastore
  | Network
  | Folder
  | ResourcePool
  | Template
  | Machine;

/**
 * The object type of a kind.
 *
 * @public
 */
export type InventoryObjectOf<K extends InventoryKind> = Extract<
  InventoryObject,
  { kind: K }
>;
