import { Datastore } from '../objects';
import { PlacementPolicy } from '../placement/PlacementPolicy';
import { Reservation } from '../reservations';
import { DatastoreCapacity } from './Capacity';
import { room } from './room';

/**
 * What a datastore has, what of it is in use or kept, and what is left.
 *
 * @param reservations - of any place; those of other datastores are passed over
 * @public
 */
export function datastoreCapacity(
  datastore: Datastore,
  reservations: Iterable<Reservation>,
  policy: PlacementPolicy,
): DatastoreCapacity {
  let reserved = 0;
  for (const reservation of reservations) {
    if (
      reservation.source === datastore.source &&
      reservation.datastore === datastore.id
    ) {
      reserved += reservation.diskBytes;
    }
  }
  const capacity = datastore.accessible ? datastore.capacityBytes : 0;
  const free = datastore.accessible ? datastore.freeBytes : 0;
  return {
    source: datastore.source,
    id: datastore.id,
    name: datastore.name,
    datacenter: datastore.datacenter,
    storage: room(
      capacity,
      Math.floor(capacity * (1 - policy.datastoreHeadroom)),
      capacity - free,
      reserved,
    ),
  };
}
