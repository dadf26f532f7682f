import { Cluster } from '../objects';
import { PlacementPolicy } from '../placement/PlacementPolicy';
import { Reservation } from '../reservations';
import { ClusterCapacity } from './Capacity';
import { ClusterAllocation } from './ClusterAllocation';
import { room } from './room';

/**
 * What a cluster has, what of it is given or kept, and what is left.
 *
 * @param reservations - of any place; those of other clusters are passed over
 * @public
 */
export function clusterCapacity(
  cluster: Cluster,
  allocation: ClusterAllocation,
  reservations: Iterable<Reservation>,
  policy: PlacementPolicy,
): ClusterCapacity {
  let cpus = 0;
  let memoryMib = 0;
  for (const reservation of reservations) {
    if (
      reservation.source === cluster.source &&
      reservation.cluster === cluster.id
    ) {
      cpus += reservation.cpus;
      memoryMib += reservation.memoryMib;
    }
  }
  const usable = cluster.usableHosts > 0;
  const cores = usable ? allocation.cores : 0;
  const memory = usable ? cluster.memoryMib : 0;
  return {
    source: cluster.source,
    id: cluster.id,
    name: cluster.name,
    datacenter: cluster.datacenter,
    cpu: room(
      cores,
      Math.floor(cores * policy.cpuOvercommit),
      allocation.cpus,
      cpus,
    ),
    memory: room(
      memory,
      Math.floor(memory * policy.memoryOvercommit),
      allocation.memoryMib,
      memoryMib,
    ),
  };
}
