import { ConflictError, InputError } from '@backstage/errors';
import { Cluster, Datastore, Machine } from '../objects';
import { Reservation } from '../reservations';
import { Growth, GrowthRequest } from './Growth';
import {
  datastoreObstacle,
  hostsObstacle,
  judgeClusterRoom,
  judgeDatastoreRoom,
  leave,
  RoomCircumstances,
  Verdict,
} from './judgeRoom';
import { PlacementReason } from './Placement';
import { PlacementInventory } from './PlacementInventory';
import { defaultPlacementPolicy, PlacementPolicy } from './PlacementPolicy';

/**
 * Where a machine grows, or why it may not.
 *
 * @public
 */
export type GrowthDecision =
  | { fits: true; growth: Growth }
  | { fits: false; reasons: PlacementReason[] };

/**
 * Judges whether a machine may have more where it is now: of its cluster and of one of its
 * datastores. Only what grows has to fit, so a machine in a cluster that is full may still get a
 * larger disk. Whether it runs does not matter.
 *
 * @param reservations - what is kept for others; a reservation that is being made again is not
 * among them
 * @throws ConflictError when it is not known where the machine is
 * @throws InputError when the machine is not on the datastore that is asked for
 * @public
 */
export function judgeGrowth(
  inventory: PlacementInventory,
  machine: Machine,
  request: GrowthRequest,
  reservations: readonly Reservation[],
  options: { policy?: PlacementPolicy } = {},
): GrowthDecision {
  const { policy = defaultPlacementPolicy } = options;
  const cluster = clusterOf(inventory, machine);
  const datastore = datastoreOf(inventory, machine, request.datastore);
  const circumstances = { inventory, reservations, policy };
  const reasons = [
    ...(request.cpus > 0 || request.memoryMib > 0
      ? [judgeCluster(cluster, machine, request, circumstances)]
      : []),
    ...(request.diskBytes > 0
      ? [judgeDatastore(datastore, request, circumstances)]
      : []),
  ].map(({ reason }) => reason);
  return reasons.every(({ fits }) => fits)
    ? {
        fits: true,
        growth: {
          cluster: { id: cluster.id, name: cluster.name },
          datastore: { id: datastore.id, name: datastore.name },
          reasons,
        },
      }
    : { fits: false, reasons };
}

function judgeCluster(
  cluster: Cluster,
  machine: Machine,
  { cpus, memoryMib }: GrowthRequest,
  circumstances: RoomCircumstances,
): Verdict {
  const obstacle = hostsObstacle(cluster);
  if (obstacle) {
    return leave(cluster, obstacle);
  }
  if (
    (cpus > 0 && machine.cpus === undefined) ||
    (memoryMib > 0 && machine.memoryMib === undefined)
  ) {
    return leave(
      cluster,
      `how large ${machine.name} is now is not known, so it cannot be told whether a host is large enough`,
    );
  }
  return judgeClusterRoom(
    cluster,
    {
      cpus,
      memoryMib,
      machine: {
        cpus: (machine.cpus ?? 0) + cpus,
        memoryMib: (machine.memoryMib ?? 0) + memoryMib,
      },
      called: `that ${machine.name} would have`,
    },
    circumstances,
  );
}

function judgeDatastore(
  datastore: Datastore,
  { diskBytes }: GrowthRequest,
  circumstances: RoomCircumstances,
): Verdict {
  const obstacle = datastoreObstacle(datastore);
  return obstacle
    ? leave(datastore, obstacle)
    : judgeDatastoreRoom(datastore, diskBytes, circumstances);
}

/** Where what the machine has is counted: see `clusterAllocations`. */
function clusterOf(inventory: PlacementInventory, machine: Machine): Cluster {
  const { source, name } = machine;
  const id =
    machine.cluster ??
    inventory.get('host', source, machine.host ?? '')?.cluster;
  const cluster = inventory.get('cluster', source, id ?? '');
  if (!cluster) {
    throw new ConflictError(
      `It is not known in which cluster of '${source}' machine '${name}' is, or you may not see it. Look in the source whether the machine is on a host.`,
    );
  }
  return cluster;
}

function datastoreOf(
  inventory: PlacementInventory,
  machine: Machine,
  asked: string | undefined,
): Datastore {
  const { source, name, datastores } = machine;
  if (asked !== undefined && !datastores.includes(asked)) {
    throw new InputError(
      `Machine '${name}' of '${source}' is not on datastore '${asked}', but on ${
        datastores.map(each => `'${each}'`).join(', ') || 'none that is known'
      }. Choose another, or none.`,
    );
  }
  const datastore = inventory.get(
    'datastore',
    source,
    asked ?? datastores[0] ?? '',
  );
  if (!datastore) {
    throw new ConflictError(
      `It is not known on which datastore of '${source}' machine '${name}' is, or you may not see it. Look in the source whether the machine's files can be read.`,
    );
  }
  return datastore;
}
