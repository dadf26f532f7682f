/**
 * A stand-in datacenter: vCenter, NetBox, Git forge and Atlantis in one process.
 *
 * @packageDocumentation
 */
export * from './Lab';
export * from './LabPeer';
export * from './startLab';
export * from './atlantis';
export * from './certificates/Certificates';
export * from './company/Company';
export * from './company/companyAddresses';
export * from './company/companyMachines';
export * from './company/smallCompany';
export * from './credentials/LabCredentials';
export * from './faults/FaultSwitches';
export * from './forge/LabForge';
export * from './forge/startForge';
export * from './netbox';
export * from './vcenter/LabVCenter';
export * from './vcenter/machines/LabMachines';
export type {
  InventoryBuilder,
  NewInventoryObject,
} from './vcenter/model/InventoryBuilder';
export type {
  ComputeResource,
  Datacenter,
  Datastore,
  DistributedVirtualPortgroup,
  DistributedVirtualSwitch,
  Folder,
  GuestCustomization,
  HostSystem,
  InventoryObject,
  ManagedEntity,
  Network,
  ResourcePool,
  StoragePod,
  VirtualMachine,
  VirtualMachineConfig,
  VirtualMachineSnapshot,
} from './vcenter/model/ManagedObject';
export type { Privileges, ReadPrivilege } from './vcenter/model/Privileges';
export type { VCenterModel } from './vcenter/model/VCenterModel';
export type { ExpiredAnswer } from './vcenter/sessions/Sessions';
export * from './vcenter/startVCenter';
