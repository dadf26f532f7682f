import { InventoryTreeView } from '@backlot/plugin-vm-inventory-common';
import { InventorySnapshot } from '../store';
import { SEGMENT_SORT } from './Segment';

/** What machines are below, and so found and counted by. */
const places: Record<InventoryTreeView, readonly string[]> = {
  hosts: ['datacenter', 'cluster', 'host', 'resourcePool'],
  folders: ['datacenter', 'folder', 'resourcePool'],
};

/**
 * Makes the indexes that a tree needs of the machines, which are many, so that reading it does not
 * take long.
 *
 * @internal
 */
export async function prepareTree(
  snapshot: InventorySnapshot,
  view: InventoryTreeView,
): Promise<void> {
  const machines = snapshot.table('machine');
  await machines.prepare(['source', SEGMENT_SORT]);
  for (const place of places[view]) {
    await machines.prepare(['source', place, SEGMENT_SORT]);
  }
}
