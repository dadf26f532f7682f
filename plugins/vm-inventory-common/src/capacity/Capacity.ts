import { Cluster, Datastore } from '../objects';

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
}
