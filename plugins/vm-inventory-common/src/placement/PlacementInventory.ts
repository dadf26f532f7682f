import { InventoryKind, InventoryObjectOf } from '../objects';
import { ClusterAllocation } from '../capacity/ClusterAllocation';

/**
 * The part of an inventory that placement reads.
 *
 * @public
 */
export interface PlacementInventory {
  get<K extends InventoryKind>(
    kind: K,
    source: string,
    id: string,
  ): InventoryObjectOf<K> | undefined;
  list<K extends 'cluster' | 'datastore'>(
    kind: K,
    source: string,
  ): Iterable<InventoryObjectOf<K>>;
  /** What the hosts of a cluster have and what its machines were given. */
  allocation(source: string, cluster: string): ClusterAllocation;
}
