import {
  Cluster,
  Datacenter,
  Datastore,
  Folder,
  Host,
  InventoryObject,
  Machine,
  Network,
  ResourcePool,
  Template,
} from '@backlot/plugin-vm-inventory-common';

const GIB = 1024 ** 3;

/**
 * A small believable source: two datacenters (`fra1` with clusters `fra1-dev-01` and
 * `fra1-prod-01`, `ams1` with `ams1-dev-01`), each with a network `dev-app` and a template `rhel9`,
 * and some machines.
 *
 * @public
 */
export function exampleInventory(
  source: string,
  options: { machines?: number } = {},
): InventoryObject[] {
  const clusters = ['fra1-dev-01', 'fra1-prod-01', 'ams1-dev-01'];
  return [
    ...['fra1', 'ams1'].flatMap(name => datacenter(source, name)),
    ...clusters.flatMap(name => cluster(source, name)),
    ...Array.from({ length: options.machines ?? 6 }, (_, index) =>
      exampleMachine(source, index + 1, clusters[index % clusters.length]),
    ),
  ];
}

/**
 * A machine of the example, by its number from 1.
 *
 * @public
 */
export function exampleMachine(
  source: string,
  number: number,
  onCluster = 'fra1-dev-01',
): Machine {
  const site = onCluster.split('-')[0];
  const suffix = number.toString(16).padStart(12, '0');
  return {
    kind: 'machine',
    source,
    id: `vm-${number}`,
    name: `web${number}`,
    datacenter: `datacenter-${site}`,
    uuid: `42100000-0000-4000-8000-${suffix}`,
    instanceUuid: `50100000-0000-4000-8000-${suffix}`,
    power: number % 5 === 0 ? 'off' : 'on',
    connection: 'connected',
    cpus: 2 + 2 * (number % 3),
    memoryMib: 4096 * (1 + (number % 4)),
    guestId: 'rhel9_64Guest',
    ipAddress: `10.20.${number >> 8}.${number & 255}`,
    host: `host-${onCluster}-1`,
    cluster: `domain-${onCluster}`,
    resourcePool: `resgroup-${onCluster}`,
    folder: `group-${site}-v`,
    datastores: [`datastore-${onCluster}`],
    networks: [`dvportgroup-${site}`],
    provisionedBytes: 40 * GIB,
  };
}

function datacenter(source: string, name: string): InventoryObject[] {
  const id = `datacenter-${name}`;
  const itself: Datacenter = { kind: 'datacenter', source, id, name };
  const network: Network = {
    kind: 'network',
    source,
    id: `dvportgroup-${name}`,
    name: 'dev-app',
    datacenter: id,
    type: 'distributed',
  };
  const folder: Folder = {
    kind: 'folder',
    source,
    id: `group-${name}-v`,
    name: 'development',
    datacenter: id,
    path: 'backlot/development',
    holds: 'machines',
  };
  const template: Template = {
    kind: 'template',
    source,
    id: `vm-template-${name}`,
    name: 'rhel9',
    datacenter: id,
    uuid: `4210aaaa-${name}`,
    guestId: 'rhel9_64Guest',
    cpus: 2,
    memoryMib: 4096,
    firmware: 'efi',
    disks: [{ label: 'Hard disk 1', sizeBytes: 40 * GIB, thin: true }],
    datastores: [],
    networks: [],
  };
  return [itself, network, folder, template];
}

function cluster(source: string, name: string): InventoryObject[] {
  const site = name.split('-')[0];
  const inDatacenter = { source, datacenter: `datacenter-${site}` };
  const itself: Cluster = {
    kind: 'cluster',
    ...inDatacenter,
    id: `domain-${name}`,
    name,
    standalone: false,
    cpuMhz: 2 * 32 * 2600,
    memoryMib: 2 * 512 * 1024,
    hosts: 2,
    usableHosts: 2,
    resourcePool: `resgroup-${name}`,
    datastores: [`datastore-${name}`],
    networks: [`dvportgroup-${site}`],
  };
  const pool: ResourcePool = {
    kind: 'resource-pool',
    ...inDatacenter,
    id: `resgroup-${name}`,
    name: 'Resources',
    cluster: itself.id,
    vapp: false,
  };
  const datastore: Datastore = {
    kind: 'datastore',
    ...inDatacenter,
    id: `datastore-${name}`,
    name: `${name}-ds-1`,
    type: 'VMFS',
    capacityBytes: 10_000 * GIB,
    freeBytes: 6_000 * GIB,
    accessible: true,
    maintenance: false,
    shared: true,
  };
  const hosts = [1, 2].map(
    (number): Host => ({
      kind: 'host',
      ...inDatacenter,
      id: `host-${name}-${number}`,
      name: `${name}-esx-${number}`,
      cluster: itself.id,
      connection: 'connected',
      maintenance: false,
      cpuCores: 32,
      cpuMhz: 32 * 2600,
      memoryMib: 512 * 1024,
    }),
  );
  return [itself, pool, datastore, ...hosts];
}
