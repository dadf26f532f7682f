import { InventoryKind } from '@backlot/plugin-vm-inventory-common';
import { InventorySnapshot } from '../store';

const KINDS: InventoryKind[] = [
  'datacenter',
  'cluster',
  'host',
  'folder',
  'resource-pool',
  'template',
  'machine',
];

/**
 * The store's version when something that the tree shows last changed.
 *
 * @internal
 */
export function treeVersion(snapshot: InventorySnapshot): number {
  return Math.max(...KINDS.map(kind => snapshot.table(kind).version));
}
