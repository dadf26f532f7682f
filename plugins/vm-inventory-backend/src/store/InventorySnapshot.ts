import {
  ClusterAllocation,
  InventoryKind,
  inventoryKinds,
  InventoryObject,
  InventoryObjectOf,
} from '@backlot/plugin-vm-inventory-common';
import {
  Interruptible,
  InventoryChange,
  sameObject,
} from '@backlot/plugin-vm-inventory-node';
import { BUCKETS } from './BucketMap';
import { EffectiveChange } from './EffectiveChange';
import { Entry, entryKey } from './Entry';
import { KindTable } from './KindTable';
import { SourceAllocations } from './SourceAllocations';
import { SourcePosition } from './SourcePosition';

// Some tenths of a millisecond of work.
const STEP = 200;

type Tables = Readonly<Record<InventoryKind, KindTable>>;
type Allocations = Map<string, SourceAllocations>;

/**
 * Everything that is known at one moment. Immutable: who holds one sees one state, whatever
 * changes meanwhile. Its objects are shared with later ones and must not be changed.
 *
 * @internal
 */
export class InventorySnapshot {
  /** Grows with each change, on this replica. */
  readonly version: number;
  readonly #tables: Tables;
  // By source; worked out when first asked for, and carried on from change to change.
  readonly #allocations: Allocations;
  // By source; each answer says them.
  readonly #counts = new Map<string, Record<InventoryKind, number>>();

  static empty(version: number): InventorySnapshot {
    const tables = Object.fromEntries(
      inventoryKinds.map(kind => [kind, KindTable.empty()]),
    ) as Record<InventoryKind, KindTable>;
    return new InventorySnapshot(version, tables, new Map());
  }

  private constructor(
    version: number,
    tables: Tables,
    allocations: Allocations,
  ) {
    this.version = version;
    this.#tables = tables;
    this.#allocations = allocations;
  }

  table(kind: InventoryKind): KindTable {
    return this.#tables[kind];
  }

  get<K extends InventoryKind>(
    kind: K,
    source: string,
    id: string,
  ): InventoryObjectOf<K> | undefined {
    return this.#tables[kind].get(source, id)?.object as
      | InventoryObjectOf<K>
      | undefined;
  }

  list<K extends InventoryKind>(
    kind: K,
    source: string,
  ): InventoryObjectOf<K>[] {
    const objects: InventoryObjectOf<K>[] = [];
    this.#tables[kind].forEach(({ object }) => {
      if (object.source === source) {
        objects.push(object as InventoryObjectOf<K>);
      }
    });
    return objects;
  }

  /** Number of objects of a source, by kind. */
  counts(source: string): Readonly<Record<InventoryKind, number>> {
    let counts = this.#counts.get(source);
    if (!counts) {
      counts = Object.fromEntries(
        inventoryKinds.map(kind => [kind, this.#tables[kind].count(source)]),
      ) as Record<InventoryKind, number>;
      this.#counts.set(source, counts);
    }
    return counts;
  }

  /** What the hosts of a cluster have and what its machines were given. */
  allocation(source: string, cluster: string): ClusterAllocation {
    let allocations = this.#allocations.get(source);
    if (!allocations) {
      allocations = SourceAllocations.of(
        this.list('host', source),
        this.list('machine', source),
      );
      this.#allocations.set(source, allocations);
    }
    return allocations.get(cluster);
  }

  /**
   * What changes do to a source: of several to one object the last, and none that changes nothing.
   */
  *effect(
    source: string,
    changes: Iterable<InventoryChange>,
  ): Interruptible<EffectiveChange[]> {
    const last = new Map<string, EffectiveChange>();
    let done = 0;
    for (const change of changes) {
      const { kind, id } = change.type === 'set' ? change.object : change;
      const key = `${kind}\n${id}`;
      const before = this.#tables[kind].get(source, id)?.object;
      const changesSomething =
        change.type === 'delete'
          ? before !== undefined
          : !before || !sameObject(before, change.object);
      if (changesSomething) {
        last.set(key, before ? { ...change, before } : change);
      } else {
        last.delete(key);
      }
      if (++done % STEP === 0) {
        yield;
      }
    }
    return [...last.values()];
  }

  /**
   * The next state; this one if there are no changes.
   *
   * @param position - where the source is after them
   */
  *with(
    source: string,
    changes: readonly EffectiveChange[],
    position: SourcePosition,
  ): Interruptible<InventorySnapshot> {
    if (changes.length === 0) {
      return this;
    }
    let done = 0;
    const byKind = new Map<InventoryKind, Map<string, Entry | undefined>>();
    for (const change of changes) {
      const { kind, id } = change.type === 'set' ? change.object : change;
      let ofKind = byKind.get(kind);
      if (!ofKind) {
        ofKind = new Map();
        byKind.set(kind, ofKind);
      }
      ofKind.set(
        entryKey(source, id),
        change.type === 'set' ? new Entry(change.object) : undefined,
      );
      if (++done % STEP === 0) {
        yield;
      }
    }
    const tables = { ...this.#tables };
    for (const [kind, ofKind] of byKind) {
      tables[kind] = yield* this.#tables[kind].with(source, position, ofKind);
    }
    return new InventorySnapshot(
      this.version + 1,
      tables,
      yield* this.#allocationsAfter(source, changes),
    );
  }

  /** What it takes to make what is known of a source equal to these objects. */
  *effectOfAll(
    source: string,
    objects: Iterable<InventoryObject>,
  ): Interruptible<EffectiveChange[]> {
    const present = new Set<string>();
    const effect = yield* this.effect(source, settingAll(objects, present));
    for (const kind of inventoryKinds) {
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        for (const { object } of this.#tables[kind].inBucket(bucket)) {
          const { id } = object;
          if (object.source === source && !present.has(`${kind}\n${id}`)) {
            effect.push({ type: 'delete', kind, id, before: object });
          }
        }
        yield;
      }
    }
    return effect;
  }

  *#allocationsAfter(
    source: string,
    changes: readonly EffectiveChange[],
  ): Interruptible<Allocations> {
    const known = this.#allocations.get(source);
    if (!known) {
      return this.#allocations;
    }
    const next = new Map(this.#allocations);
    const changed = yield* known.with(changes);
    if (changed) {
      next.set(source, changed);
    } else {
      next.delete(source);
    }
    return next;
  }
}

function* settingAll(
  objects: Iterable<InventoryObject>,
  present: Set<string>,
): Iterable<InventoryChange> {
  for (const object of objects) {
    present.add(`${object.kind}\n${object.id}`);
    yield { type: 'set', object };
  }
}
