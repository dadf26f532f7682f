import { Cluster, Datastore } from '../objects';
import { PlacementRequest } from './Placement';
import { PlacementInventory } from './PlacementInventory';
import {
  datastoreObstacle,
  hostsObstacle,
  judgeClusterRoom,
  judgeDatastoreRoom,
  leave,
  RoomCircumstances,
  Verdict,
} from './judgeRoom';
import { ResolvedRequest } from './resolveRequest';

/**
 * What candidates are judged by.
 *
 * @internal
 */
export interface PlacementCircumstances extends RoomCircumstances {
  inventory: PlacementInventory;
  request: PlacementRequest;
  asked: ResolvedRequest;
}

/**
 * Judges a cluster. `left` is the part of the scarcer of CPU and memory that is left afterwards.
 *
 * @internal
 */
export function judgeCluster(
  cluster: Cluster,
  circumstances: PlacementCircumstances,
): Verdict {
  const { cpus, memoryMib } = circumstances.request;
  const obstacle = clusterObstacle(cluster, circumstances);
  return obstacle
    ? leave(cluster, obstacle)
    : judgeClusterRoom(
        cluster,
        {
          cpus,
          memoryMib,
          machine: { cpus, memoryMib },
          called: 'asked for',
        },
        circumstances,
      );
}

/**
 * Judges a datastore that the hosts of a cluster reach. `left` is in bytes.
 *
 * @internal
 */
export function judgeDatastore(
  datastore: Datastore,
  cluster: Cluster,
  circumstances: PlacementCircumstances,
): Verdict {
  const { request } = circumstances;
  const obstacle = datastoreObstacle(datastore);
  if (obstacle) {
    return leave(datastore, obstacle);
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
  return judgeDatastoreRoom(datastore, request.diskBytes, circumstances);
}

function clusterObstacle(
  cluster: Cluster,
  { inventory, request, asked }: PlacementCircumstances,
): string | undefined {
  const { template, network, furtherNetworks, folder } = asked;
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
  const unreached = [network, ...furtherNetworks].find(
    ({ id }) => !cluster.networks.includes(id),
  );
  if (unreached) {
    return `its hosts do not reach network ${unreached.name}`;
  }
  const unusable = hostsObstacle(cluster);
  if (unusable) {
    return unusable;
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
