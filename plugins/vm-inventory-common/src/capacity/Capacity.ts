import { Cluster, Datacenter, Datastore } from '../objects';
import { CapacityForecast } from './CapacityForecast';

/**
 * Room of one sort. `free` is what may still be given away: `total` with the overcommit factor or
 * without the headroom that policy sets, minus the rest; never less than 0.
 *
 * @public
 */
export interface Room {
  /** What is physically there and usable. */
  total: number;
  /** What may be given away altogether. */
  allowed: number;
  /** What machines were given, or what is in use. */
  used: number;
  /** What reservations will take. */
  reserved: number;
  free: number;
}

/**
 * Room of a cluster.
 *
 * @public
 */
export interface ClusterCapacity
  extends Pick<Cluster, 'source' | 'id' | 'name' | 'datacenter'> {
  /** `total` in cores, the rest in virtual CPUs. */
  cpu: Room;
  /** MiB. */
  memory: Room;
  /** When nothing is left, by what was used in the past. */
  forecast?: { cpu: CapacityForecast; memory: CapacityForecast };
}

/**
 * Room of a datastore.
 *
 * @public
 */
export interface DatastoreCapacity
  extends Pick<Datastore, 'source' | 'id' | 'name' | 'datacenter'> {
  /** Bytes. All 0 while the datastore is not accessible, because nothing can be trusted then. */
  storage: Room;
  /** When nothing is left, by what was used in the past. */
  forecast?: { storage: CapacityForecast };
}

/**
 * Room of several clusters and datastores together.
 *
 * @public
 */
export interface RoomTotals {
  /** `total` in cores, the rest in virtual CPUs. */
  cpu: Room;
  /** MiB. */
  memory: Room;
  /** Bytes. */
  storage: Room;
}

/**
 * Room of the clusters and datastores of a datacenter.
 *
 * @public
 */
export interface DatacenterCapacity
  extends Pick<Datacenter, 'source' | 'id' | 'name'>,
    RoomTotals {}

/**
 * Room of the clusters and datastores of a source.
 *
 * @public
 */
export interface SourceCapacity extends RoomTotals {
  source: string;
}
