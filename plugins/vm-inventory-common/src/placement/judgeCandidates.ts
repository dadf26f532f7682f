import { clusterCapacity } from '../capacity/clusterCapacity';
import { datastoreCapacity } from '../capacity/datastoreCapacity';
import { Cluster, Datastore } from '../objects';
import { Reservation } from '../reservations';
import { formatBytes, formatCount, formatMib } from './amounts';
import { PlacementReason, PlacementRequest } from './Placement';
import { PlacementInventory } from './PlacementInventory';
import { PlacementPolicy } from './PlacementPolicy';
import { ResolvedRequest } from './resolveRequest';

/**
 * What candidates are judged by.
 *
 * @internal
 */
export interface PlacementCircumstances {
  inventory: PlacementInventory;
  request: PlacementRequest;
  asked: ResolvedRequest;
  reservations: readonly Reservation[];
  policy: PlacementPolicy;
}

/**
 * Whether a candidate will do. `left` orders those that do: more is better.
 *
 * @internal
 */
export interface Verdict {
  reason: PlacementReason;
  left: number;
}

// Servers run two threads on a core, and a machine can have as many virtual CPUs as its host has
// threads; sources tell cores.
const THREADS_PER_CORE = 2;

/**
 * Judges a cluster. `left` is the part of the scarcer of CPU and memory that is left afterwards.
 *
 * @internal
 */
export function judgeCluster(
  cluster: Cluster,
  circumstances: PlacementCircumstances,
): Verdict {
  const { inventory, request, reservations, policy } = circumstances;
  const obstacle = clusterObstacle(cluster, circumstances);
  if (obstacle) {
    return leave(cluster, obstacle);
  }
  const allocation = inventory.allocation(cluster.source, cluster.id);
  const { cpu, memory } = clusterCapacity(
    cluster,
    allocation,
    reservations,
    policy,
  );
  const threads = allocation.largestHostCores * THREADS_PER_CORE;
  if (request.cpus > threads) {
    return leave(
      cluster,
      `its largest host runs ${formatCount(
        threads,
      )} threads, which is fewer than the ${formatCount(
        request.cpus,
      )} virtual CPUs asked for`,
    );
  }
  if (request.memoryMib > allocation.largestHostMemoryMib) {
    return leave(
      cluster,
      `its largest host has ${formatMib(
        allocation.largestHostMemoryMib,
      )} memory, which is less than the ${formatMib(
        request.memoryMib,
      )} asked for`,
    );
  }
  const room = `${formatMib(memory.used)} given and ${formatMib(
    memory.reserved,
  )} reserved of ${formatMib(memory.allowed)} memory, ${formatCount(
    cpu.used,
  )} given and ${formatCount(cpu.reserved)} reserved of ${formatCount(
    cpu.allowed,
  )} virtual CPUs`;
  const short = [
    ...(request.memoryMib > memory.free
      ? [`${formatMib(request.memoryMib)} memory`]
      : []),
    ...(request.cpus > cpu.free
      ? [`${formatCount(request.cpus)} virtual CPUs`]
      : []),
  ];
  if (short.length > 0) {
    return leave(cluster, `${room}; no room for ${short.join(' and ')}`);
  }
  return {
    reason: {
      id: cluster.id,
      name: cluster.name,
      fits: true,
      reason: `${cluster.name}: ${room}.`,
    },
    left: Math.min(
      (memory.free - request.memoryMib) / memory.allowed,
      (cpu.free - request.cpus) / cpu.allowed,
    ),
  };
}

/**
 * Judges a datastore that the hosts of a cluster reach. `left` is in bytes.
 *
 * @internal
 */
export function judgeDatastore(
  datastore: Datastore,
  cluster: Cluster,
  { request, reservations, policy }: PlacementCircumstances,
): Verdict {
  if (!datastore.accessible) {
    return leave(datastore, 'not accessible');
  }
  if (datastore.maintenance) {
    return leave(datastore, 'in maintenance');
  }
  if (
    !datastore.shared &&
    cluster.hosts > 1 &&
    request.datastore !== datastore.id
  ) {
    return leave(
      datastore,
      'only one host reaches it; taken only when it is asked for',
    );
  }
  const { storage } = datastoreCapacity(datastore, reservations, policy);
  const room = `${formatBytes(storage.used)} used and ${formatBytes(
    storage.reserved,
  )} reserved of ${formatBytes(storage.allowed)}`;
  if (request.diskBytes > storage.free) {
    return leave(
      datastore,
      `${room}; no room for ${formatBytes(request.diskBytes)}`,
    );
  }
  return {
    reason: {
      id: datastore.id,
      name: datastore.name,
      fits: true,
      reason: `${datastore.name}: ${room}.`,
    },
    left: storage.free - request.diskBytes,
  };
}

function clusterObstacle(
  cluster: Cluster,
  { inventory, request, asked }: PlacementCircumstances,
): string | undefined {
  const { template, network, folder } = asked;
  const datacenter = inventory.get(
    'datacenter',
    cluster.source,
    cluster.datacenter ?? '',
  );
  if (!datacenter) {
    return 'its datacenter is not known, or you may not see it';
  }
  if (
    request.datacenter !== undefined &&
    request.datacenter !== datacenter.id
  ) {
    return `it is in datacenter ${datacenter.name}, not in the one asked for`;
  }
  if (template.datacenter !== datacenter.id) {
    return `template ${template.name} is in another datacenter`;
  }
  if (folder && folder.datacenter !== datacenter.id) {
    return `folder ${folder.path} is in another datacenter`;
  }
  if (!cluster.networks.includes(network.id)) {
    return `its hosts do not reach network ${network.name}`;
  }
  if (cluster.usableHosts === 0) {
    return 'none of its hosts is connected and out of maintenance';
  }
  const pool = inventory.get(
    'resource-pool',
    cluster.source,
    request.resourcePool ?? cluster.resourcePool ?? '',
  );
  if (!pool) {
    return 'its resource pool is not known, or you may not see it';
  }
  if (request.resourcePool !== undefined && pool.cluster !== cluster.id) {
    return `resource pool ${pool.name} belongs to another cluster`;
  }
  if (
    !asked.datastores.some(datastore =>
      cluster.datastores.includes(datastore.id),
    )
  ) {
    return request.datastore === undefined
      ? 'its hosts reach no datastore'
      : 'its hosts do not reach the datastore asked for';
  }
  return undefined;
}

function leave(
  { id, name }: { id: string; name: string },
  why: string,
): Verdict {
  return {
    reason: { id, name, fits: false, reason: `${name}: ${why}.` },
    left: -1,
  };
}
