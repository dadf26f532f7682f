import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  InventoryObject,
  RESOURCE_TYPE_INVENTORY_OBJECT,
} from '@backlot/plugin-vm-inventory-common';

/**
 * What a rule comes down to: of which source an object must be and, where `datacenters` is given,
 * in which of its datacenters.
 *
 * @public
 */
export interface InventoryObjectFilter {
  sources: string[];
  /** Ids within the source. A datacenter counts as being in itself. */
  datacenters?: string[];
}

/**
 * The objects of an inventory as permission rules see them. A reference to one is
 * `<kind>:<source>/<id>`.
 *
 * @public
 */
export const inventoryObjectPermissionResourceRef = createPermissionResourceRef<
  InventoryObject,
  InventoryObjectFilter
>().with({
  pluginId: 'vm-inventory',
  resourceType: RESOURCE_TYPE_INVENTORY_OBJECT,
});

/**
 * Whether an object is among those that a rule lets through.
 *
 * @public
 */
export function matchesInventoryObjectFilter(
  object: InventoryObject,
  filter: InventoryObjectFilter,
): boolean {
  if (!filter.sources.includes(object.source)) {
    return false;
  }
  const datacenter =
    object.kind === 'datacenter' ? object.id : object.datacenter;
  return (
    !filter.datacenters ||
    (datacenter !== undefined && filter.datacenters.includes(datacenter))
  );
}
