import { PlacementInventory } from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { InventorySnapshot } from '../store';

/**
 * What placement reads: objects that the caller may see, with what all machines were given, seen
 * or not.
 *
 * @internal
 */
export function visibleInventory(
  snapshot: InventorySnapshot,
  sees: Predicate | undefined,
): PlacementInventory {
  return {
    get: (kind, source, id) => {
      const object = snapshot.get(kind, source, id);
      return object && (!sees || sees(object)) ? object : undefined;
    },
    list: (kind, source) => {
      const objects = snapshot.list(kind, source);
      return sees ? objects.filter(sees) : objects;
    },
    allocation: (source, cluster) => snapshot.allocation(source, cluster),
  };
}
