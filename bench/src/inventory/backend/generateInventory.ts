import {
  Cluster,
  InventoryObject,
  Machine,
} from '@backlot/plugin-vm-inventory-common';

const MACHINES_PER_CLUSTER = 1000;
const HOSTS_PER_CLUSTER = 20;
const MACHINES_PER_FOLDER = 100;

/**
 * A company's inventory: a datacenter, a cluster for each thousand machines, and what belongs to
 * them. The same each time.
 */
export function generateInventory(
  source: string,
  machines: number,
): InventoryObject[] {
  const datacenter = 'datacenter-1';
  const clusters = Math.ceil(machines / MACHINES_PER_CLUSTER);
  return [
    { kind: 'datacenter', source, id: datacenter, name: 'fra1' },
    ...range(clusters).flatMap((index): InventoryObject[] => [
      clusterOf(source, datacenter, index),
      {
        kind: 'resource-pool',
        source,
        id: `resgroup-${index}`,
        name: 'Resources',
        datacenter,
        cluster: `domain-c${index}`,
        vapp: false,
      },
      {
        kind: 'datastore',
        source,
        id: `datastore-${index}`,
        name: `fra1-vmfs-${index}`,
        datacenter,
        type: 'VMFS',
        capacityBytes: 40 * 1024 ** 4,
        freeBytes: 12 * 1024 ** 4,
        accessible: true,
        maintenance: false,
        shared: true,
      },
      {
        kind: 'network',
        source,
        id: `dvportgroup-${index}`,
        name: `fra1-dev-${index}`,
        datacenter,
        type: 'distributed',
      },
      ...range(HOSTS_PER_CLUSTER).map(
        (number): InventoryObject => ({
          kind: 'host',
          source,
          id: `host-${index * HOSTS_PER_CLUSTER + number}`,
          name: `esx${number}.c${index}.fra1.example.com`,
          datacenter,
          cluster: `domain-c${index}`,
          connection: 'connected',
          maintenance: false,
          cpuCores: 64,
          cpuMhz: 64 * 2600,
          memoryMib: 1024 * 1024,
        }),
      ),
    ]),
    ...range(Math.ceil(machines / MACHINES_PER_FOLDER)).map(
      (index): InventoryObject => ({
        kind: 'folder',
        source,
        id: `group-v${index}`,
        name: `team-${index}`,
        datacenter,
        path: `teams/team-${index}`,
        holds: 'machines',
      }),
    ),
    ...range(machines).map(index => machineOf(source, datacenter, index)),
  ];
}

function clusterOf(source: string, datacenter: string, index: number): Cluster {
  return {
    kind: 'cluster',
    source,
    id: `domain-c${index}`,
    name: `fra1-cluster-${index}`,
    datacenter,
    standalone: false,
    cpuMhz: HOSTS_PER_CLUSTER * 64 * 2600,
    memoryMib: HOSTS_PER_CLUSTER * 1024 * 1024,
    hosts: HOSTS_PER_CLUSTER,
    usableHosts: HOSTS_PER_CLUSTER,
    resourcePool: `resgroup-${index}`,
    datastores: [`datastore-${index}`],
    networks: [`dvportgroup-${index}`],
  };
}

function machineOf(source: string, datacenter: string, index: number): Machine {
  const cluster = Math.floor(index / MACHINES_PER_CLUSTER);
  const hex = index.toString(16).padStart(12, '0');
  return {
    kind: 'machine',
    source,
    id: `vm-${index}`,
    name: `${['web', 'db', 'cache', 'batch'][index % 4]}-${index}.dev.example`,
    datacenter,
    uuid: `42100000-5c3e-4f6a-9b1d-${hex}`,
    instanceUuid: `50100000-5c3e-4f6a-9b1d-${hex}`,
    power: index % 5 === 0 ? 'off' : 'on',
    cpus: 1 + (index % 8),
    memoryMib: 1024 * (1 + (index % 16)),
    guestId: 'rhel9_64Guest',
    ipAddress: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
    host: `host-${cluster * HOSTS_PER_CLUSTER + (index % HOSTS_PER_CLUSTER)}`,
    cluster: `domain-c${cluster}`,
    resourcePool: `resgroup-${cluster}`,
    folder: `group-v${Math.floor(index / MACHINES_PER_FOLDER)}`,
    datastores: [`datastore-${cluster}`],
    networks: [`dvportgroup-${cluster}`],
  };
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
