export * from './Lab';
export * from './LabPeer';
export * from './company/Company';
export * from './company/companyMachines';
export * from './company/smallCompany';
export * from './faults/FaultSwitches';
export * from './vcenter/LabVCenter';
export * from './vcenter/machines/LabMachines';
