import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  InventoryObject,
  RESOURCE_TYPE_INVENTORY_OBJECT,
} from '@backlot/plugin-vm-inventory-common';

/**
 * What a rule comes down to: of which source an object must be and, where they are given, in which
 * of its datacenters, clusters and folders.
 *
 * @public
 */
export interface InventoryObjectFilter {
  sources: string[];
  /** Ids within the source. A datacenter counts as being in itself. */
  datacenters?: string[];
  /** Ids within the source. A cluster counts as being in itself. */
  clusters?: string[];
  /** Ids within the source, of the folder that an object is in itself. */
  folders?: string[];
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
  const cluster = object.kind === 'cluster' ? object.id : clusterOf(object);
  const folder = 'folder' in object ? object.folder : undefined;
  return (
    isAmong(datacenter, filter.datacenters) &&
    isAmong(cluster, filter.clusters) &&
    isAmong(folder, filter.folders)
  );
}

function clusterOf(object: InventoryObject): string | undefined {
  return 'cluster' in object ? object.cluster : undefined;
}

function isAmong(id: string | undefined, ids: string[] | undefined): boolean {
  return !ids || (id !== undefined && ids.includes(id));
}
