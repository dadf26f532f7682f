import { PropertyPaths } from '../propertyCollector/filterSpec';

const computeResource = [
  'name',
  'parent',
  'host',
  'datastore',
  'network',
  'resourcePool',
  'summary.totalCpu',
  'summary.totalMemory',
  'summary.effectiveCpu',
  'summary.effectiveMemory',
  'summary.numHosts',
  'summary.numEffectiveHosts',
];

/**
 * What is read of each managed object type, and followed.
 *
 * @internal
 */
export const propertyPaths: PropertyPaths = {
  Datacenter: ['name', 'parent'],
  Folder: ['name', 'parent', 'childType'],
  ComputeResource: computeResource,
  ClusterComputeResource: computeResource,
  HostSystem: [
    'name',
    'parent',
    'runtime.connectionState',
    'runtime.inMaintenanceMode',
    'summary.hardware.numCpuCores',
    'summary.hardware.cpuMhz',
    'summary.hardware.memorySize',
  ],
  ResourcePool: ['name', 'parent', 'owner'],
  VirtualApp: ['name', 'parent', 'owner'],
  Datastore: [
    'name',
    'parent',
    'summary.capacity',
    'summary.freeSpace',
    'summary.accessible',
    'summary.maintenanceMode',
    'summary.type',
    'summary.multipleHostAccess',
  ],
  StoragePod: ['name', 'parent', 'summary.capacity', 'summary.freeSpace'],
  Network: ['name', 'parent'],
  OpaqueNetwork: ['name', 'parent'],
  DistributedVirtualPortgroup: ['name', 'parent', 'config.uplink'],
  VirtualMachine: [
    'name',
    'parent',
    'resourcePool',
    'runtime.host',
    'runtime.powerState',
    'runtime.connectionState',
    'summary.config.template',
    'summary.config.guestId',
    'summary.config.numCpu',
    'summary.config.memorySizeMB',
    'summary.config.uuid',
    'summary.config.instanceUuid',
    'summary.config.annotation',
    'guest.ipAddress',
    'datastore',
    'network',
  ],
};

/**
 * The types that a view is made of; views match their subtypes, too.
 *
 * @internal
 */
export const viewTypes = [
  'Datacenter',
  'Folder',
  'ComputeResource',
  'HostSystem',
  'ResourcePool',
  'Datastore',
  'StoragePod',
  'Network',
  'VirtualMachine',
];

/**
 * What the virtual hardware of templates and machines is read from.
 *
 * @internal
 */
export const hardwarePaths = [
  'config.alternateGuestName',
  'config.bootOptions',
  'config.cpuAllocation',
  'config.cpuHotAddEnabled',
  'config.cpuHotRemoveEnabled',
  'config.extraConfig',
  'config.firmware',
  'config.flags',
  'config.guestId',
  // As a whole: autoCoresPerSocket in it came with vSphere 8, and an older vCenter refuses its path.
  'config.hardware',
  'config.latencySensitivity',
  'config.memoryAllocation',
  'config.memoryHotAddEnabled',
  'config.memoryReservationLockedToMax',
  'config.nestedHVEnabled',
  'config.swapPlacement',
  'config.tools',
  'config.vAppConfig.ovfEnvironmentTransport',
  'config.vPMCEnabled',
];

/**
 * What is read of templates besides.
 *
 * @internal
 */
export const templatePaths = [...hardwarePaths, 'config.guestFullName'];
