import { clusterCapacity } from '../capacity/clusterCapacity';
import { datastoreCapacity } from '../capacity/datastoreCapacity';
import { Cluster, Datastore } from '../objects';
import { Reservation } from '../reservations';
import { formatBytes, formatCount, formatMib } from './amounts';
import { PlacementReason } from './Placement';
import { PlacementInventory } from './PlacementInventory';
import { PlacementPolicy } from './PlacementPolicy';

/**
 * What room is judged by.
 *
 * @internal
 */
export interface RoomCircumstances {
  inventory: Pick<PlacementInventory, 'allocation'>;
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

/**
 * What is to be given in a cluster.
 *
 * @internal
 */
export interface ClusterDemand {
  /** What is given now; 0 asks nothing. */
  cpus: number;
  memoryMib: number;
  /** The machine as it is then, which has to fit on one host. */
  machine: { cpus: number; memoryMib: number };
  /** What the machine's size is called in a reason, e.g. `asked for`. */
  called: string;
}

// Servers run two threads on a core, and a machine can have as many virtual CPUs as its host has
// threads; sources tell cores.
const THREADS_PER_CORE = 2;

/**
 * Why nothing can be given on the hosts of a cluster, however much there is.
 *
 * @internal
 */
export function hostsObstacle(cluster: Cluster): string | undefined {
  return cluster.usableHosts === 0
    ? 'none of its hosts is connected and out of maintenance'
    : undefined;
}

/**
 * Why nothing can be given on a datastore, however much there is.
 *
 * @internal
 */
export function datastoreObstacle(datastore: Datastore): string | undefined {
  if (!datastore.accessible) {
    return 'not accessible';
  }
  return datastore.maintenance ? 'in maintenance' : undefined;
}

/**
 * Judges the room of a cluster. `left` is the part of the scarcer of CPU and memory that is left
 * afterwards.
 *
 * @internal
 */
export function judgeClusterRoom(
  cluster: Cluster,
  { cpus, memoryMib, machine, called }: ClusterDemand,
  { inventory, reservations, policy }: RoomCircumstances,
): Verdict {
  const allocation = inventory.allocation(cluster.source, cluster.id);
  const { cpu, memory } = clusterCapacity(
    cluster,
    allocation,
    reservations,
    policy,
  );
  const threads = allocation.largestHostCores * THREADS_PER_CORE;
  if (cpus > 0 && machine.cpus > threads) {
    return leave(
      cluster,
      `its largest host runs ${formatCount(
        threads,
      )} threads, which is fewer than the ${formatCount(
        machine.cpus,
      )} virtual CPUs ${called}`,
    );
  }
  if (memoryMib > 0 && machine.memoryMib > allocation.largestHostMemoryMib) {
    return leave(
      cluster,
      `its largest host has ${formatMib(
        allocation.largestHostMemoryMib,
      )} memory, which is less than the ${formatMib(
        machine.memoryMib,
      )} ${called}`,
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
    ...(memoryMib > memory.free ? [`${formatMib(memoryMib)} memory`] : []),
    ...(cpus > cpu.free ? [`${formatCount(cpus)} virtual CPUs`] : []),
  ];
  if (short.length > 0) {
    return leave(cluster, `${room}; no room for ${short.join(' and ')}`);
  }
  return take(
    cluster,
    room,
    Math.min(
      (memory.free - memoryMib) / memory.allowed,
      (cpu.free - cpus) / cpu.allowed,
    ),
  );
}

/**
 * Judges the room of a datastore. `left` is in bytes.
 *
 * @internal
 */
export function judgeDatastoreRoom(
  datastore: Datastore,
  diskBytes: number,
  { reservations, policy }: RoomCircumstances,
): Verdict {
  const { storage } = datastoreCapacity(datastore, reservations, policy);
  const room = `${formatBytes(storage.used)} used and ${formatBytes(
    storage.reserved,
  )} reserved of ${formatBytes(storage.allowed)}`;
  return diskBytes > storage.free
    ? leave(datastore, `${room}; no room for ${formatBytes(diskBytes)}`)
    : take(datastore, room, storage.free - diskBytes);
}

/**
 * The verdict on a candidate that will not do.
 *
 * @internal
 */
export function leave(
  { id, name }: { id: string; name: string },
  why: string,
): Verdict {
  return {
    reason: { id, name, fits: false, reason: `${name}: ${why}.` },
    left: -1,
  };
}

function take(
  { id, name }: { id: string; name: string },
  room: string,
  left: number,
): Verdict {
  return {
    reason: { id, name, fits: true, reason: `${name}: ${room}.` },
    left,
  };
}
