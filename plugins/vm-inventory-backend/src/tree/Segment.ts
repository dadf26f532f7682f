import { InventoryKind } from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { Order } from '../query/Order';
import { InventorySnapshot } from '../store';
import { Entry, SortKey } from '../store/Entry';

/**
 * Children of one kind, ordered by name. The children of a node are some segments, one after
 * another.
 *
 * @internal
 */
export interface Segment {
  order: Order;
  /** Leaves out some; only where the order holds few. */
  includes?: Predicate;
}

/**
 * The field that children are ordered by.
 *
 * @internal
 */
export const SEGMENT_SORT = 'name';

/**
 * The objects of a kind with these values in these fields.
 *
 * @internal
 */
export function segment(
  snapshot: InventorySnapshot,
  kind: InventoryKind,
  where: Record<string, SortKey>,
  includes?: Predicate,
): Segment {
  const index = snapshot
    .table(kind)
    .sortedBy(...Object.keys(where), SEGMENT_SORT);
  return { order: new Order(index, Object.values(where), false), includes };
}

/**
 * Calls back with each entry from a position on, until told to stop by `false`.
 *
 * @internal
 */
export function walkSegment(
  { order, includes }: Segment,
  sees: Predicate | undefined,
  first: number,
  callback: (entry: Entry) => boolean,
): void {
  for (let i = first; i < order.length; i++) {
    const entry = order.at(i);
    const shown =
      (!includes || includes(entry.object)) && (!sees || sees(entry.object));
    if (shown && !callback(entry)) {
      return;
    }
  }
}

/**
 * Number of entries; at once, where none has to be looked at.
 *
 * @internal
 */
export function sizeOf(segments: Segment[], sees?: Predicate): number {
  return segments
    .map(each =>
      each.includes || sees ? countOf(each, sees) : each.order.length,
    )
    .reduce((sum, size) => sum + size, 0);
}

function countOf(counted: Segment, sees: Predicate | undefined): number {
  let count = 0;
  walkSegment(counted, sees, 0, () => {
    count++;
    return true;
  });
  return count;
}

/**
 * Whether there is no entry to see.
 *
 * @internal
 */
export function isEmpty(segments: Segment[], sees?: Predicate): boolean {
  return !segments.some(each => {
    let found = false;
    walkSegment(each, sees, 0, () => {
      found = true;
      return false;
    });
    return found;
  });
}
