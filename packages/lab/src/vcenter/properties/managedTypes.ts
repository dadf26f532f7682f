import { invalidArgument, invalidProperty } from '../soap/VimFault';
import {
  clusterProperties,
  computeResourceProperties,
  hostProperties,
  resourcePoolProperties,
  virtualAppProperties,
} from './computeProperties';
import {
  datacenterProperties,
  folderProperties,
  storagePodProperties,
} from './folderProperties';
import { machineProperties } from './machineProperties';
import {
  portgroupProperties,
  standardNetworkProperties,
  switchProperties,
} from './networkProperties';
import { PropertyNode } from './PropertyNode';
import { serviceTypes } from './serviceProperties';
import { datastoreProperties } from './storageProperties';
import { taskProperties } from './taskProperties';

interface ManagedType {
  /** Type that it is a kind of. */
  base?: string;
  properties: Record<string, PropertyNode<never>>;
}

const entity = Object.fromEntries(
  Object.entries(folderProperties).filter(
    ([name]) => !['childType', 'childEntity'].includes(name),
  ),
);

const managedTypes: Record<string, ManagedType> = {
  ManagedEntity: { properties: entity },
  Folder: { base: 'ManagedEntity', properties: folderProperties },
  StoragePod: { base: 'Folder', properties: storagePodProperties },
  Datacenter: { base: 'ManagedEntity', properties: datacenterProperties },
  ComputeResource: {
    base: 'ManagedEntity',
    properties: computeResourceProperties,
  },
  ClusterComputeResource: {
    base: 'ComputeResource',
    properties: clusterProperties,
  },
  HostSystem: { base: 'ManagedEntity', properties: hostProperties },
  ResourcePool: { base: 'ManagedEntity', properties: resourcePoolProperties },
  VirtualApp: { base: 'ResourcePool', properties: virtualAppProperties },
  Datastore: { base: 'ManagedEntity', properties: datastoreProperties },
  Network: { base: 'ManagedEntity', properties: standardNetworkProperties },
  OpaqueNetwork: { base: 'Network', properties: standardNetworkProperties },
  DistributedVirtualPortgroup: {
    base: 'Network',
    properties: portgroupProperties,
  },
  DistributedVirtualSwitch: {
    base: 'ManagedEntity',
    properties: switchProperties,
  },
  VmwareDistributedVirtualSwitch: {
    base: 'DistributedVirtualSwitch',
    properties: switchProperties,
  },
  VirtualMachine: { base: 'ManagedEntity', properties: machineProperties },
  Task: { properties: taskProperties },
  ...serviceTypes,
};

/** Whether a type is another or a kind of it. */
export function isKindOf(type: string, base: string): boolean {
  for (
    let current: string | undefined = type;
    current !== undefined;
    current = managedTypes[current]?.base
  ) {
    if (current === base) {
      return true;
    }
  }
  return false;
}

/**
 * The property of a type at a path, e.g. `summary.config.numCpu`.
 *
 * @throws VimFault InvalidArgument for a type, InvalidProperty for a path that there is not
 */
export function propertyAt(type: string, path: string): PropertyNode<never> {
  const managedType = managedTypes[type];
  if (!managedType) {
    throw invalidArgument(`type ${type}`);
  }
  let node: PropertyNode<never> | undefined;
  let names: Record<string, PropertyNode<never>> | undefined =
    managedType.properties;
  for (const name of path.split('.')) {
    node = names && Object.hasOwn(names, name) ? names[name] : undefined;
    if (!node) {
      throw invalidProperty(path);
    }
    names = node.children;
  }
  return node!;
}

/**
 * Names of the properties that a type has at its top.
 *
 * @throws VimFault InvalidArgument for a type that there is not
 */
export function propertyNames(type: string): string[] {
  const managedType = managedTypes[type];
  if (!managedType) {
    throw invalidArgument(`type ${type}`);
  }
  return Object.keys(managedType.properties);
}
