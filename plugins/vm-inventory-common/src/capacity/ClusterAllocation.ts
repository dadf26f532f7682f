import { Host, Machine } from '../objects';

/**
 * What the usable hosts of a cluster have, and what its machines were given whether they run or
 * not: a machine that is off may be switched on.
 *
 * @public
 */
export interface ClusterAllocation {
  /** Cores of the usable hosts. */
  cores: number;
  /** Cores of the usable host that has most of them. */
  largestHostCores: number;
  /** MiB of the usable host that has most of it. */
  largestHostMemoryMib: number;
  /** Virtual CPUs of the machines. */
  cpus: number;
  /** MiB of the machines. */
  memoryMib: number;
}

/**
 * The allocation of a cluster of which neither hosts nor machines are seen.
 *
 * @public
 */
export const noAllocation: Readonly<ClusterAllocation> = {
  cores: 0,
  largestHostCores: 0,
  largestHostMemoryMib: 0,
  cpus: 0,
  memoryMib: 0,
};

/**
 * Sums up hosts and machines by the id of their cluster. A machine whose cluster is not known
 * counts where its host is; one whose size is not known counts as nothing.
 *
 * @param objects - hosts and machines of one source
 * @public
 */
export function clusterAllocations(objects: {
  hosts: Iterable<Host>;
  machines: Iterable<Machine>;
}): Map<string, ClusterAllocation> {
  const allocations = new Map<string, ClusterAllocation>();
  const clusterOfHost = new Map<string, string>();
  const allocationOf = (cluster: string) => {
    let allocation = allocations.get(cluster);
    if (!allocation) {
      allocation = { ...noAllocation };
      allocations.set(cluster, allocation);
    }
    return allocation;
  };

  for (const host of objects.hosts) {
    if (host.cluster === undefined) {
      continue;
    }
    clusterOfHost.set(host.id, host.cluster);
    if (host.connection === 'connected' && !host.maintenance) {
      const allocation = allocationOf(host.cluster);
      allocation.cores += host.cpuCores;
      allocation.largestHostCores = Math.max(
        allocation.largestHostCores,
        host.cpuCores,
      );
      allocation.largestHostMemoryMib = Math.max(
        allocation.largestHostMemoryMib,
        host.memoryMib,
      );
    }
  }

  for (const machine of objects.machines) {
    const cluster =
      machine.cluster ??
      (machine.host === undefined
        ? undefined
        : clusterOfHost.get(machine.host));
    if (cluster !== undefined) {
      const allocation = allocationOf(cluster);
      allocation.cpus += machine.cpus ?? 0;
      allocation.memoryMib += machine.memoryMib ?? 0;
    }
  }
  return allocations;
}
