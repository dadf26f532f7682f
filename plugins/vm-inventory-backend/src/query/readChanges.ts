import {
  InventoryChangeItem,
  InventoryKind,
} from '@backlot/plugin-vm-inventory-common';
import { EffectiveChange } from '../store/EffectiveChange';
import { SourceHistory } from '../store/SourceHistory';
import { ChangesCursor } from './ChangesCursor';
import { Predicate } from './filters';

/**
 * The changes of some sources after a cursor, as far as the caller may see them.
 *
 * @param options - `sees` is absent when all may be seen; `limit` bounds the changes looked at
 * @internal
 */
export function readChanges(
  histories: ReadonlyMap<string, SourceHistory>,
  cursor: ChangesCursor | undefined,
  options: {
    kinds?: ReadonlySet<InventoryKind>;
    sees?: Predicate;
    limit: number;
  },
): {
  items: InventoryChangeItem[];
  cursor: ChangesCursor;
  reset: boolean;
  more: boolean;
} {
  const next = new Map<string, { epoch: string; seq: number; skip: number }>();
  const items: InventoryChangeItem[] = [];
  let room = options.limit;
  let more = false;
  let reset =
    cursor === undefined ||
    [...cursor.keys()].some(source => !histories.has(source));
  for (const [source, history] of histories) {
    const known = cursor?.get(source);
    const now = { ...history.position, skip: 0 };
    if (!known) {
      reset = true;
      next.set(source, now);
      continue;
    }
    if (known.epoch === now.epoch && known.seq > now.seq) {
      // Read on a replica that is ahead of this one, which will be there in a moment.
      next.set(source, known);
      continue;
    }
    const since = history.since(known, known.skip, room);
    if (!since) {
      reset = true;
      next.set(source, now);
      continue;
    }
    room -= since.changes.length;
    const to = { ...since.position, skip: since.skip };
    more ||= to.epoch !== now.epoch || to.seq !== now.seq;
    next.set(source, to);
    for (const change of since.changes) {
      const item = shown(change, source, options);
      if (item) {
        items.push(item);
      }
    }
  }
  return reset
    ? { items: [], cursor: atEnd(histories), reset, more: false }
    : { items, cursor: next, reset, more };
}

function atEnd(histories: ReadonlyMap<string, SourceHistory>): ChangesCursor {
  return new Map(
    [...histories].map(([source, { position }]) => [
      source,
      { ...position, skip: 0 },
    ]),
  );
}

/** What the caller is told: of what he may not see any more, that it is gone. */
function shown(
  change: EffectiveChange,
  source: string,
  { kinds, sees }: { kinds?: ReadonlySet<InventoryKind>; sees?: Predicate },
): InventoryChangeItem | undefined {
  const { kind, id } = change.type === 'set' ? change.object : change;
  if (kinds && !kinds.has(kind)) {
    return undefined;
  }
  if (change.type === 'set' && (!sees || sees(change.object))) {
    return { type: 'set', object: change.object };
  }
  const saw = change.before && (!sees || sees(change.before));
  return saw ? { type: 'delete', kind, source, id } : undefined;
}
