import {
  ClusterAllocation,
  clusterAllocations,
  InventoryKind,
  inventoryKinds,
  InventoryObjectOf,
  noAllocation,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { Entry, entryKey } from './Entry';
import { KindTable } from './KindTable';
import { sameObject } from './sameObject';

type Tables = Readonly<Record<InventoryKind, KindTable>>;
type Allocations = Map<string, ReadonlyMap<string, ClusterAllocation>>;

/**
 * Everything that is known at one moment. Immutable: who holds one sees one state, whatever
 * changes meanwhile. Its objects are shared with later ones and must not be changed.
 *
 * @internal
 */
export class InventorySnapshot {
  readonly version: number;
  readonly #tables: Tables;
  // By source; worked out when first asked for, kept while hosts and machines stay as they are.
  readonly #allocations: Allocations;

  static empty(version: number): InventorySnapshot {
    const tables = Object.fromEntries(
      inventoryKinds.map(kind => [kind, KindTable.empty(version)]),
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
  counts(source: string): Record<InventoryKind, number> {
    return Object.fromEntries(
      inventoryKinds.map(kind => [kind, this.#tables[kind].count(source)]),
    ) as Record<InventoryKind, number>;
  }

  /** What the hosts of a cluster have and what its machines were given. */
  allocation(source: string, cluster: string): ClusterAllocation {
    let allocations = this.#allocations.get(source);
    if (!allocations) {
      allocations = clusterAllocations({
        hosts: this.list('host', source),
        machines: this.list('machine', source),
      });
      this.#allocations.set(source, allocations);
    }
    return allocations.get(cluster) ?? noAllocation;
  }

  /** The next state; this one if the changes change nothing. */
  with(source: string, changes: readonly InventoryChange[]): InventorySnapshot {
    const byKind = new Map<InventoryKind, Map<string, Entry | undefined>>();
    for (const change of changes) {
      const { kind, id } = change.type === 'set' ? change.object : change;
      let ofKind = byKind.get(kind);
      if (!ofKind) {
        ofKind = new Map();
        byKind.set(kind, ofKind);
      }
      const key = entryKey(source, id);
      const before = this.#tables[kind].get(source, id);
      if (change.type === 'delete') {
        if (before) {
          ofKind.set(key, undefined);
        } else {
          ofKind.delete(key);
        }
      } else if (before && sameObject(before.object, change.object)) {
        ofKind.delete(key);
      } else {
        ofKind.set(key, new Entry(change.object));
      }
    }
    const version = this.version + 1;
    const tables = { ...this.#tables };
    let changed = false;
    for (const [kind, ofKind] of byKind) {
      if (ofKind.size > 0) {
        tables[kind] = this.#tables[kind].with(version, ofKind);
        changed = true;
      }
    }
    if (!changed) {
      return this;
    }
    const keepAllocations =
      tables.host === this.#tables.host &&
      tables.machine === this.#tables.machine;
    return new InventorySnapshot(
      version,
      tables,
      keepAllocations ? this.#allocations : new Map(),
    );
  }

  /** The changes that make what is known of a source equal to these objects. */
  changesTo(
    source: string,
    objects: Iterable<InventoryObjectOf<InventoryKind>>,
  ): InventoryChange[] {
    const changes: InventoryChange[] = [];
    const present = new Set<string>();
    for (const object of objects) {
      present.add(`${object.kind}\n${object.id}`);
      changes.push({ type: 'set', object });
    }
    for (const kind of inventoryKinds) {
      for (const { id } of this.list(kind, source)) {
        if (!present.has(`${kind}\n${id}`)) {
          changes.push({ type: 'delete', kind, id });
        }
      }
    }
    return changes;
  }
}
