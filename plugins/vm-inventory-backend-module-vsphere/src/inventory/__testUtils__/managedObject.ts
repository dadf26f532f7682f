import { ObjectContent } from '../../propertyCollector/ObjectContent';
import { VimValue } from '../../propertyCollector/values';

/**
 * A managed object as it is read. Properties that end in `()` are references, e.g.
 * `{'parent()': 'Folder:group-v3'}`.
 *
 * @internal
 */
export function managedObject(
  ref: string,
  properties: Record<string, string | string[] | number | boolean> = {},
  hidden: string[] = [],
): ObjectContent {
  return {
    ref: referenceTo(ref),
    properties: new Map(
      Object.entries(properties).map(([path, value]): [string, VimValue] =>
        path.endsWith('()')
          ? [path.slice(0, -2), referencesTo(value as string | string[])]
          : [path, value],
      ),
    ),
    hidden,
  };
}

function referencesTo(value: string | string[]): VimValue {
  return Array.isArray(value) ? value.map(referenceTo) : referenceTo(value);
}

function referenceTo(ref: string) {
  const [type, value] = ref.split(':');
  return { type, value };
}

/**
 * A small vCenter: two datacenters, one in a folder, with a cluster, a standalone host, pools in
 * pools, a vApp, folders in folders, a datastore cluster, port groups, a machine without
 * configuration and one in a vApp.
 *
 * @internal
 */
export function smallVCenter(): ObjectContent[] {
  return [
    managedObject('Folder:group-d1', {
      name: 'Datacenters',
      childType: ['Folder', 'Datacenter'],
    }),
    managedObject('Folder:group-d2', {
      name: 'Europe',
      'parent()': 'Folder:group-d1',
      childType: ['Folder', 'Datacenter'],
    }),
    managedObject('Datacenter:datacenter-1', {
      name: 'fra1',
      'parent()': 'Folder:group-d2',
    }),
    managedObject('Datacenter:datacenter-2', {
      name: 'lab-1',
      'parent()': 'Folder:group-d1',
    }),
    ...['1', '2'].flatMap(dc => [
      managedObject(`Folder:group-v${dc}`, {
        name: 'vm',
        'parent()': `Datacenter:datacenter-${dc}`,
        childType: ['Folder', 'VirtualMachine', 'VirtualApp'],
      }),
      managedObject(`Folder:group-h${dc}`, {
        name: 'host',
        'parent()': `Datacenter:datacenter-${dc}`,
        childType: ['Folder', 'ComputeResource'],
      }),
      managedObject(`Folder:group-s${dc}`, {
        name: 'datastore',
        'parent()': `Datacenter:datacenter-${dc}`,
        childType: ['Folder', 'Datastore', 'StoragePod'],
      }),
      managedObject(`Folder:group-n${dc}`, {
        name: 'network',
        'parent()': `Datacenter:datacenter-${dc}`,
        childType: ['Folder', 'Network', 'DistributedVirtualSwitch'],
      }),
      managedObject(`ClusterComputeResource:domain-c${dc}`, {
        name: `cluster-${dc}`,
        'parent()': `Folder:group-h${dc}`,
        'resourcePool()': `ResourcePool:resgroup-${dc}`,
        'host()': [`HostSystem:host-${dc}`],
        'datastore()': [`Datastore:datastore-${dc}`],
        'network()': [`DistributedVirtualPortgroup:dvportgroup-${dc}`],
        'summary.effectiveCpu': 1000,
        'summary.effectiveMemory': 2048,
        'summary.numHosts': 1,
        'summary.numEffectiveHosts': 1,
      }),
      managedObject(`HostSystem:host-${dc}`, {
        name: `esx-${dc}`,
        'parent()': `ClusterComputeResource:domain-c${dc}`,
        'runtime.connectionState': 'connected',
      }),
      managedObject(`ResourcePool:resgroup-${dc}`, {
        name: 'Resources',
        'parent()': `ClusterComputeResource:domain-c${dc}`,
        'owner()': `ClusterComputeResource:domain-c${dc}`,
      }),
      managedObject(`Datastore:datastore-${dc}`, {
        name: `vmfs-${dc}`,
        'parent()': `Folder:group-s${dc}`,
        'summary.accessible': true,
        'summary.type': 'VMFS',
        'summary.capacity': 1000,
        'summary.freeSpace': 400,
      }),
      managedObject(`DistributedVirtualPortgroup:dvportgroup-${dc}`, {
        name: `dev-${dc}`,
        'parent()': `Folder:group-n${dc}`,
        'config.uplink': false,
      }),
      managedObject(
        `VirtualMachine:vm-${dc}`,
        machineProperties(`web-${dc}`, dc),
      ),
    ]),
    managedObject('DistributedVirtualPortgroup:dvportgroup-9', {
      name: 'uplinks',
      'parent()': 'Folder:group-n1',
      'config.uplink': true,
    }),
    managedObject('StoragePod:group-p1', {
      name: 'pod',
      'parent()': 'Folder:group-s1',
      'summary.capacity': 5000,
      'summary.freeSpace': 3000,
    }),
    managedObject('Datastore:datastore-9', {
      name: 'in-pod',
      'parent()': 'StoragePod:group-p1',
      'summary.accessible': true,
      'summary.type': 'vsan',
    }),
    managedObject('ComputeResource:domain-s9', {
      name: 'alone',
      'parent()': 'Folder:group-h1',
      'resourcePool()': 'ResourcePool:resgroup-9',
    }),
    managedObject('HostSystem:host-9', {
      name: 'alone',
      'parent()': 'ComputeResource:domain-s9',
    }),
    managedObject('ResourcePool:resgroup-9', {
      name: 'Resources',
      'parent()': 'ComputeResource:domain-s9',
      'owner()': 'ComputeResource:domain-s9',
    }),
    managedObject('ResourcePool:resgroup-11', {
      name: 'outer',
      'parent()': 'ResourcePool:resgroup-1',
      'owner()': 'ClusterComputeResource:domain-c1',
    }),
    managedObject('ResourcePool:resgroup-12', {
      name: 'inner',
      'parent()': 'ResourcePool:resgroup-11',
      'owner()': 'ClusterComputeResource:domain-c1',
    }),
    managedObject('VirtualApp:resgroup-v13', {
      name: 'shop',
      'parent()': 'ResourcePool:resgroup-12',
      'owner()': 'ClusterComputeResource:domain-c1',
    }),
    managedObject('Folder:group-v11', {
      name: 'backup',
      'parent()': 'Folder:group-v1',
      childType: ['Folder', 'VirtualMachine'],
    }),
    managedObject('Folder:group-v12', {
      name: 'a%2fb',
      'parent()': 'Folder:group-v11',
      childType: ['Folder', 'VirtualMachine'],
    }),
    managedObject('VirtualMachine:vm-11', {
      ...machineProperties('deep', '1'),
      'parent()': 'Folder:group-v12',
    }),
    managedObject('VirtualMachine:vm-12', {
      name: 'in vApp',
      'resourcePool()': 'VirtualApp:resgroup-v13',
      'runtime.host()': 'HostSystem:host-1',
    }),
    managedObject('VirtualMachine:vm-13', {
      name: 'rhel9',
      'parent()': 'Folder:group-v1',
      'runtime.host()': 'HostSystem:host-9',
      'summary.config.template': true,
      'summary.config.uuid': '4210',
    }),
  ];
}

function machineProperties(name: string, dc: string) {
  return {
    name,
    'parent()': `Folder:group-v${dc}`,
    'resourcePool()': `ResourcePool:resgroup-${dc}`,
    'runtime.host()': `HostSystem:host-${dc}`,
    'runtime.powerState': 'poweredOn',
    'summary.config.template': false,
    'summary.config.numCpu': 2,
    'summary.config.memorySizeMB': 4096,
    'summary.config.instanceUuid': `5000-${name}`,
    'datastore()': [`Datastore:datastore-${dc}`],
    'network()': [`DistributedVirtualPortgroup:dvportgroup-${dc}`],
  };
}
