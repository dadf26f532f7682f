import { InventoryTreeRef } from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { InventorySnapshot } from '../store';
import { segment, sizeOf } from './Segment';
import { within } from './within';

/**
 * Number of machines somewhere below a node, by looking up where they begin and end in an index;
 * only what the caller may not see all of is counted one by one.
 *
 * @internal
 */
export function countMachines(
  snapshot: InventorySnapshot,
  ref: InventoryTreeRef,
  sees?: Predicate,
): number {
  const { source } = ref;
  if (ref.kind === 'template') {
    return 0;
  }
  if (ref.kind === 'machine') {
    return 1;
  }
  const [, place] = within(snapshot, 'machine', ref);
  if (!place) {
    return sizeOf([segment(snapshot, 'machine', { source })], sees);
  }
  const [field, values] = place;
  return sizeOf(
    values.map(value =>
      segment(snapshot, 'machine', { source, [field]: value }),
    ),
    sees,
  );
}
