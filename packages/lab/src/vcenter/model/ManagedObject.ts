import { LabHardware, LabMachineDisk } from '../machines/LabMachines';
import { VimFault } from '../soap/VimFault';

/**
 * What every object of the inventory has.
 *
 * @public
 */
export interface ManagedEntity {
  /** Value of its managed object reference, e.g. `vm-42`. */
  ref: string;
  /** With `/`, `\` and `%` escaped as `%2f`, `%5c`, `%25`, as a vCenter keeps it. */
  name: string;
  /** Reference of what it lies in; a root has none. */
  parent?: string;
}

/**
 * A folder, for objects of one kind.
 *
 * @public
 */
export interface Folder extends ManagedEntity {
  type: 'Folder';
  holds:
    | 'Datacenter'
    | 'VirtualMachine'
    | 'ComputeResource'
    | 'Datastore'
    | 'Network';
}

/**
 * A datastore cluster.
 *
 * @public
 */
export interface StoragePod extends ManagedEntity {
  type: 'StoragePod';
}

/**
 * A datacenter, with references of its four folders.
 *
 * @public
 */
export interface Datacenter extends ManagedEntity {
  type: 'Datacenter';
  vmFolder: string;
  hostFolder: string;
  datastoreFolder: string;
  networkFolder: string;
}

/**
 * A cluster, or (`ComputeResource`) what holds a host that stands alone.
 *
 * @public
 */
export interface ComputeResource extends ManagedEntity {
  type: 'ClusterComputeResource' | 'ComputeResource';
  /** The resource pool at its root. */
  resourcePool: string;
  datastores: string[];
  networks: string[];
}

/**
 * A host; its parent is a cluster or compute resource.
 *
 * @public
 */
export interface HostSystem extends ManagedEntity {
  type: 'HostSystem';
  cores: number;
  coreMhz: number;
  memoryBytes: number;
  connectionState: 'connected' | 'disconnected' | 'notResponding';
  inMaintenanceMode: boolean;
}

/**
 * A resource pool, or (`VirtualApp`) a vApp.
 *
 * @public
 */
export interface ResourcePool extends ManagedEntity {
  type: 'ResourcePool' | 'VirtualApp';
  /** The cluster or compute resource. */
  owner: string;
  /** Where a vApp shows among machines. */
  parentFolder?: string;
}

/**
 * A datastore; sizes in bytes.
 *
 * @public
 */
export interface Datastore extends ManagedEntity {
  type: 'Datastore';
  /** E.g. `VMFS`, `NFS`, `vsan`. */
  kind: string;
  capacityBytes: number;
  freeBytes: number;
  accessible: boolean;
  maintenanceMode: 'normal' | 'enteringMaintenance' | 'inMaintenance';
}

/**
 * A standard or opaque network.
 *
 * @public
 */
export interface Network extends ManagedEntity {
  type: 'Network' | 'OpaqueNetwork';
}

/**
 * A distributed port group.
 *
 * @public
 */
export interface DistributedVirtualPortgroup extends ManagedEntity {
  type: 'DistributedVirtualPortgroup';
  /** Reference of its switch. */
  dvs: string;
  vlan: number;
  uplink: boolean;
}

/**
 * A distributed switch.
 *
 * @public
 */
export interface DistributedVirtualSwitch extends ManagedEntity {
  type: 'VmwareDistributedVirtualSwitch';
  uuid: string;
}

/**
 * What guest customization set a guest up with, in the order of the network cards.
 *
 * @public
 */
export interface GuestCustomization {
  interfaces: {
    /** IPv4; absent where it has only IPv6. */
    address?: string;
    prefixLength?: number;
    ipv6?: { address: string; prefixLength: number };
  }[];
  gateway?: string;
}

/**
 * A machine's configuration.
 *
 * @public
 */
export interface VirtualMachineConfig {
  /** BIOS UUID. */
  uuid: string;
  instanceUuid: string;
  template: boolean;
  guestId: string;
  cpus: number;
  memoryMib: number;
  firmware: 'bios' | 'efi';
  disks: LabMachineDisk[];
  /** Unset where it is as vSphere gives it by itself. */
  hardware?: LabHardware;
  annotation: string;
  extraConfig: Record<string, string>;
  /** Static MAC addresses of the network cards, in their order; others are assigned by vCenter. */
  macAddresses?: (string | undefined)[];
  customization?: GuestCustomization;
  /** BIOS UUID of the template that it was cloned from. */
  clonedFrom?: string;
}

/**
 * A snapshot of a machine.
 *
 * @public
 */
export interface VirtualMachineSnapshot {
  /** Value of its managed object reference, e.g. `snapshot-42`. */
  ref: string;
  /** Escaped, as names of objects are. */
  name: string;
  description: string;
  /** The snapshot that it was taken on top of. */
  parent?: string;
  /** ISO 8601. */
  createdAt: string;
  /** What the machine is once it was reverted to: off unless its memory was taken, too. */
  powerState: VirtualMachine['powerState'];
  quiesced: boolean;
  /** The machine's configuration at that time. */
  config?: VirtualMachineConfig;
}

/**
 * A machine or template.
 *
 * @public
 */
export interface VirtualMachine extends ManagedEntity {
  type: 'VirtualMachine';
  host: string;
  /** A resource pool or a vApp; a template has none. */
  resourcePool?: string;
  datastores: string[];
  /** The network of each network card. */
  networks: string[];
  powerState: 'poweredOn' | 'poweredOff' | 'suspended';
  /** What is wrong with the machine itself, beside its host and its datastores. */
  fault?: 'orphaned' | 'invalid';
  /** Unset while the machine's files cannot be read. */
  config?: VirtualMachineConfig;
  /** What the guest has, whatever the machine was told: that of who was there before. */
  ownAddress?: string;
  /** What the guest reports. */
  ipAddress?: string;
  /** ISO 8601; absent for those that the company began with. */
  createdAt?: string;
  /** ISO 8601; when the lab powered it on. */
  bootedAt?: string;
  /** Each after the one that it was taken on top of; absent until the first is taken or deleted. */
  snapshots?: VirtualMachineSnapshot[];
  /** Reference of the snapshot that the machine runs on top of. */
  currentSnapshot?: string;
  /** Whether the guest takes what it is told and does nothing. */
  guestHangs?: boolean;
  /** What vCenter wants to know before it goes on with the machine's tasks. */
  question?: string;
}

/** A task: the lab's only object that is not kept. */
export interface Task {
  type: 'Task';
  ref: string;
  /** E.g. `VirtualMachine.powerOn`. */
  descriptionId: string;
  /** Method, e.g. `PowerOnVM_Task`. */
  method: string;
  entity: { type: string; ref: string; name: string };
  userName: string;
  state: 'queued' | 'running' | 'success' | 'error';
  error?: VimFault;
  /** Reference of what was made. */
  result?: { type: string; ref: string };
  queuedAt: string;
  startedAt?: string;
  completedAt?: string;
}

/**
 * What the inventory consists of.
 *
 * @public
 */
export type InventoryObject =
  | Folder
  | StoragePod
  | Datacenter
  | ComputeResource
  | HostSystem
  | ResourcePool
  | Datastore
  | Network
  | DistributedVirtualPortgroup
  | DistributedVirtualSwitch
  | VirtualMachine;

export type ManagedObject = InventoryObject | Task;

/** An object of one type. */
export type ManagedObjectOf<
  T extends ManagedObject['type'],
  O extends ManagedObject = ManagedObject,
> = O extends unknown ? ([O['type'] & T] extends [never] ? never : O) : never;
