import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { atOnce, InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { InventorySnapshot } from '../store';

/**
 * What a snapshot is after changes.
 *
 * @internal
 */
export function snapshotAfter(
  before: InventorySnapshot,
  source: string,
  changes: readonly InventoryChange[],
): InventorySnapshot {
  return atOnce(
    before.with(source, atOnce(before.effect(source, changes)), {
      epoch: 'test',
      seq: before.version,
    }),
  );
}

/**
 * A snapshot of these objects of one source.
 *
 * @internal
 */
export function snapshotOf(
  source: string,
  objects: readonly InventoryObject[],
): InventorySnapshot {
  return snapshotAfter(
    InventorySnapshot.empty(1),
    source,
    objects.map(object => ({ type: 'set', object })),
  );
}
