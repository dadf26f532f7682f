import { ClusterCapacity, DatastoreCapacity, RoomTotals } from './Capacity';
import { sumRooms } from './sumRooms';

/**
 * Clusters and datastores added up.
 *
 * @public
 */
export function capacityTotals(places: {
  clusters: readonly ClusterCapacity[];
  datastores: readonly DatastoreCapacity[];
}): RoomTotals {
  return {
    cpu: sumRooms(places.clusters.map(({ cpu }) => cpu)),
    memory: sumRooms(places.clusters.map(({ memory }) => memory)),
    storage: sumRooms(places.datastores.map(({ storage }) => storage)),
  };
}
