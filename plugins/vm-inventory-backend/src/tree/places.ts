import {
  Datacenter,
  Folder,
  InventoryObject,
  InventoryTreeView,
  Machine,
  ResourcePool,
} from '@backlot/plugin-vm-inventory-common';
import { InventorySnapshot } from '../store';

/**
 * What is right above an object in the tree; undefined when that is its source.
 *
 * @internal
 */
export function parentOf(
  snapshot: InventorySnapshot,
  view: InventoryTreeView,
  object: InventoryObject,
): InventoryObject | undefined {
  switch (object.kind) {
    case 'datacenter':
      return shownFolder(snapshot, object);
    case 'cluster':
      return shownFolder(snapshot, object) ?? datacenterOf(snapshot, object);
    case 'folder':
      return parentFolder(snapshot, object) ?? datacenterOf(snapshot, object);
    case 'host':
      return (
        find(snapshot, 'cluster', object, object.cluster) ??
        datacenterOf(snapshot, object)
      );
    case 'resource-pool':
      return view === 'hosts'
        ? poolAbove(snapshot, object)
        : vappOf(snapshot, object.source, object.parent) ??
            datacenterOf(snapshot, object);
    case 'machine':
      return view === 'hosts'
        ? machineRunsOn(snapshot, object)
        : vappOf(snapshot, object.source, object.resourcePool) ??
            shownFolder(snapshot, object) ??
            datacenterOf(snapshot, object);
    case 'template':
      return shownFolder(snapshot, object) ?? datacenterOf(snapshot, object);
    default:
      return datacenterOf(snapshot, object);
  }
}

/**
 * Whether a folder is one that a source has of itself and people do not see, e.g. vSphere's `vm`
 * below each datacenter: what is in it is shown in its place.
 *
 * @internal
 */
export function isRootFolder(folder: Folder): boolean {
  return (
    folder.parent === undefined &&
    (folder.path === '' || folder.holds === 'datacenters')
  );
}

/**
 * The folder that an object is shown in; undefined where it is in none, one that people do not see,
 * or one that is not known.
 *
 * @internal
 */
export function shownFolder(
  snapshot: InventorySnapshot,
  object: InventoryObject & { folder?: string },
): Folder | undefined {
  const folder = find(snapshot, 'folder', object, object.folder);
  return folder && !isRootFolder(folder) ? folder : undefined;
}

/**
 * The pool at the root of its cluster, which people do not see.
 *
 * @internal
 */
export function isRootPool(
  snapshot: InventorySnapshot,
  pool: ResourcePool,
): boolean {
  return (
    find(snapshot, 'cluster', pool, pool.cluster)?.resourcePool === pool.id
  );
}

/**
 * A vApp of this id, if it is one.
 *
 * @internal
 */
export function vappOf(
  snapshot: InventorySnapshot,
  source: string,
  id: string | undefined,
): ResourcePool | undefined {
  const pool = find(snapshot, 'resource-pool', { source }, id);
  return pool?.vapp ? pool : undefined;
}

function parentFolder(
  snapshot: InventorySnapshot,
  folder: Folder,
): Folder | undefined {
  const parent = find(snapshot, 'folder', folder, folder.parent);
  return parent && !isRootFolder(parent) ? parent : undefined;
}

function poolAbove(
  snapshot: InventorySnapshot,
  pool: ResourcePool,
): InventoryObject | undefined {
  const parent = find(snapshot, 'resource-pool', pool, pool.parent);
  return parent && !isRootPool(snapshot, parent)
    ? parent
    : find(snapshot, 'cluster', pool, pool.cluster) ??
        datacenterOf(snapshot, pool);
}

function machineRunsOn(
  snapshot: InventorySnapshot,
  machine: Machine,
): InventoryObject | undefined {
  const cluster = find(snapshot, 'cluster', machine, machine.cluster);
  if (cluster?.standalone) {
    return cluster;
  }
  return (
    find(snapshot, 'host', machine, machine.host) ??
    cluster ??
    datacenterOf(snapshot, machine)
  );
}

function datacenterOf(
  snapshot: InventorySnapshot,
  object: InventoryObject,
): Datacenter | undefined {
  return find(snapshot, 'datacenter', object, object.datacenter);
}

function find<K extends InventoryObject['kind']>(
  snapshot: InventorySnapshot,
  kind: K,
  { source }: { source: string },
  id: string | undefined,
) {
  return id === undefined ? undefined : snapshot.get(kind, source, id);
}
