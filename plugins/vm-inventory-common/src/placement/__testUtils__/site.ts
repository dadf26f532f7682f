import { clusterAllocations, noAllocation } from '../../capacity';
import {
  Cluster,
  Datacenter,
  Datastore,
  Host,
  InventoryKind,
  InventoryObject,
  InventoryObjectOf,
  Machine,
  Network,
  ResourcePool,
  Template,
} from '../../objects';
import { Reservation } from '../../reservations';
import { PlacementInventory } from '../PlacementInventory';

export const GIB = 1024 ** 3;
export const source = 'fra';

export const datacenter: Datacenter = {
  kind: 'datacenter',
  source,
  id: 'datacenter-1',
  name: 'fra1',
};
const otherDatacenter: Datacenter = {
  ...datacenter,
  id: 'datacenter-2',
  name: 'ams1',
};
export const network: Network = {
  kind: 'network',
  source,
  id: 'dvportgroup-1',
  name: 'fra1-dev-app',
  datacenter: datacenter.id,
  type: 'distributed',
};
export const template: Template = {
  kind: 'template',
  source,
  id: 'vm-1',
  name: 'rhel9',
  datacenter: datacenter.id,
  uuid: '4210',
  guestId: 'rhel9_64Guest',
  cpus: 2,
  memoryMib: 4096,
  firmware: 'efi',
  disks: [{ label: 'Hard disk 1', sizeBytes: 40 * GIB, thin: true }],
  datastores: [],
  networks: [],
};

/** A cluster of two hosts with 32 cores and 512 GiB each. */
export function cluster(
  name: string,
  overrides: Partial<Cluster> = {},
): Cluster {
  return {
    kind: 'cluster',
    source,
    id: `domain-${name}`,
    name,
    datacenter: datacenter.id,
    standalone: false,
    cpuMhz: 100_000,
    memoryMib: 1024 * 1024,
    hosts: 2,
    usableHosts: 2,
    resourcePool: `resgroup-${name}`,
    datastores: [`datastore-${name}`],
    networks: [network.id],
    ...overrides,
  };
}

export function hosts(name: string, overrides: Partial<Host> = {}): Host[] {
  return [1, 2].map(number => ({
    kind: 'host',
    source,
    id: `host-${name}-${number}`,
    name: `${name}-esx-${number}`,
    datacenter: datacenter.id,
    cluster: `domain-${name}`,
    connection: 'connected',
    maintenance: false,
    cpuCores: 32,
    cpuMhz: 50_000,
    memoryMib: 512 * 1024,
    ...overrides,
  }));
}

export function pool(name: string): ResourcePool {
  return {
    kind: 'resource-pool',
    source,
    id: `resgroup-${name}`,
    name: 'Resources',
    datacenter: datacenter.id,
    cluster: `domain-${name}`,
    vapp: false,
  };
}

/** 1,000 GiB, of which 400 are in use. */
export function datastore(
  name: string,
  overrides: Partial<Datastore> = {},
): Datastore {
  return {
    kind: 'datastore',
    source,
    id: `datastore-${name}`,
    name: `${name}-ds`,
    datacenter: datacenter.id,
    type: 'VMFS',
    capacityBytes: 1000 * GIB,
    freeBytes: 600 * GIB,
    accessible: true,
    maintenance: false,
    shared: true,
    ...overrides,
  };
}

export function machine(
  name: string,
  overrides: Partial<Machine> = {},
): Machine {
  return {
    kind: 'machine',
    source,
    id: `vm-${name}`,
    name,
    datacenter: datacenter.id,
    power: 'on',
    cpus: 4,
    memoryMib: 8192,
    cluster: 'domain-a',
    datastores: [],
    networks: [],
    ...overrides,
  };
}

/** An inventory that holds just these. */
export function inventoryOf(...objects: InventoryObject[]): PlacementInventory {
  const ofKind = <K extends InventoryKind>(kind: K) =>
    objects.filter(
      (object): object is InventoryObjectOf<K> => object.kind === kind,
    );
  return {
    get: (kind, _, id) => ofKind(kind).find(object => object.id === id),
    list: kind => ofKind(kind),
    allocation: (_, id) =>
      clusterAllocations({
        hosts: ofKind('host'),
        machines: ofKind('machine'),
      }).get(id) ?? noAllocation,
  };
}

/** A datacenter with a network, a template, and clusters of these names with their datastores. */
export function site(...names: string[]): InventoryObject[] {
  return [
    datacenter,
    otherDatacenter,
    network,
    template,
    ...names.flatMap(name => [
      cluster(name),
      ...hosts(name),
      pool(name),
      datastore(name),
    ]),
  ];
}

export function reservation(overrides: Partial<Reservation> = {}): Reservation {
  return {
    id: 'r1',
    source,
    cluster: 'domain-a',
    datastore: 'datastore-a',
    cpus: 4,
    memoryMib: 12 * 1024,
    diskBytes: 100 * GIB,
    expiresAt: '2030-01-01T00:00:00Z',
    ...overrides,
  };
}
