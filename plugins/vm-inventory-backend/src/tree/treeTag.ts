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
 * Says what the tree shows; the same only where the same is shown.
 *
 * @internal
 */
export function treeTag(snapshot: InventorySnapshot): string {
  return KINDS.map(kind => snapshot.table(kind).tag).join('\n\n');
}
