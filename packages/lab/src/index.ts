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
export type { VCenterModel } from './vcenter/model/VCenterModel';
export * from './vcenter/startVCenter';
