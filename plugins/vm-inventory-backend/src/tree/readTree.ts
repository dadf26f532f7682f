import { InputError } from '@backstage/errors';
import {
  InventoryObject,
  InventoryTreeLevel,
  InventoryTreeNode,
  InventoryTreeRef,
  InventoryTreeView,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { encodeCursor, parseCursor } from '../query/cursor';
import { Predicate } from '../query/filters';
import { InventorySnapshot } from '../store';
import { Entry } from '../store/Entry';
import { childrenOf } from './childrenOf';
import { countMachines } from './countMachines';
import { parentOf } from './places';
import { isEmpty, Segment, SEGMENT_SORT, walkSegment } from './Segment';

const DEEPEST = 100;

/**
 * What a tree is read of, and by whom.
 *
 * @internal
 */
export interface TreeReading {
  snapshot: InventorySnapshot;
  view: InventoryTreeView;
  /** Absent when all may be seen. */
  sees?: Predicate;
}

/**
 * A page of a node's children.
 *
 * @throws InputError when the cursor is none of this level
 * @internal
 */
export function readLevel(
  reading: TreeReading,
  parent: InventoryTreeRef,
  page: { limit: number; cursor?: string },
): Omit<InventoryTreeLevel, 'freshness'> {
  const { snapshot, view, sees } = reading;
  const segments = childrenOf(snapshot, view, parent);
  const begin = beginOf(segments, page.cursor);
  const entries: { number: number; entry: Entry }[] = [];
  for (
    let number = begin.number;
    number < segments.length && entries.length <= page.limit;
    number++
  ) {
    const first = number === begin.number ? begin.first : 0;
    walkSegment(segments[number], sees, first, entry => {
      entries.push({ number, entry });
      // One more than fits says that there is a next page.
      return entries.length <= page.limit;
    });
  }
  const shown = entries.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ entry }) => objectNode(reading, entry.object)),
    ...(entries.length > page.limit &&
      last && {
        nextCursor: encodeCursor({
          sort: String(last.number),
          sortKey: last.entry.sortKey(SEGMENT_SORT),
          key: last.entry.key,
        }),
      }),
  };
}

/**
 * The node of a source.
 *
 * @internal
 */
export function sourceNode(
  { snapshot, view, sees }: TreeReading,
  { source, title }: SourceStatus,
): InventoryTreeNode {
  const ref = { kind: 'source', source, id: source } as const;
  return {
    ...ref,
    name: title,
    hasChildren: !isEmpty(childrenOf(snapshot, view, ref), sees),
    machines: countMachines(snapshot, ref, sees),
  };
}

/**
 * The nodes from right below the source down to an object, and with it.
 *
 * @internal
 */
export function readPath(
  reading: TreeReading,
  object: InventoryObject,
): InventoryTreeNode[] {
  const path: InventoryTreeNode[] = [];
  let at: InventoryObject | undefined = object;
  // Bounded: a chain that is read while it is being moved may lead in a circle.
  for (let depth = 0; at && depth < DEEPEST; depth++) {
    if (!reading.sees || reading.sees(at)) {
      path.unshift(objectNode(reading, at));
    }
    at = parentOf(reading.snapshot, reading.view, at);
  }
  return path;
}

function objectNode(
  { snapshot, view, sees }: TreeReading,
  object: InventoryObject,
): InventoryTreeNode {
  const { kind, source, id, name } = object;
  return {
    kind,
    source,
    id,
    name,
    hasChildren: !isEmpty(childrenOf(snapshot, view, object), sees),
    machines: countMachines(snapshot, object, sees),
    ...(object.kind === 'machine' && {
      power: object.power,
      connection: object.connection,
    }),
    ...(object.kind === 'host' && { connection: object.connection }),
    ...(object.kind === 'cluster' && { standalone: object.standalone }),
    ...(object.kind === 'resource-pool' && { vapp: object.vapp }),
  };
}

function beginOf(segments: Segment[], cursor: string | undefined) {
  if (cursor === undefined) {
    return { number: 0, first: 0 };
  }
  const place = parseCursor(cursor);
  const number = Number(place.sort);
  if (!Object.hasOwn(segments, number)) {
    throw new InputError(`'cursor' is not one of this level of the tree`);
  }
  return { number, first: segments[number].order.after(place) };
}
