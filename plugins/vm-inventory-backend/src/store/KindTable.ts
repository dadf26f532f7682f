import { BucketMap } from './BucketMap';
import { Entry, entryKey } from './Entry';
import { SortedIndex } from './SortedIndex';

// Each costs eight bytes an entry, and some work with each change.
const MOST_INDEXES = 12;

/**
 * All objects of one kind at one moment. Immutable, but for the indexes, which are made when they
 * are first asked for and handed on to the next version.
 *
 * @internal
 */
export class KindTable {
  /** The store's version when this kind last changed. */
  readonly version: number;
  readonly #entries: BucketMap<Entry>;
  readonly #indexes: Map<string, SortedIndex>;
  readonly #countBySource: ReadonlyMap<string, number>;

  static empty(version: number): KindTable {
    return new KindTable(version, BucketMap.empty(), new Map(), new Map());
  }

  private constructor(
    version: number,
    entries: BucketMap<Entry>,
    indexes: Map<string, SortedIndex>,
    countBySource: ReadonlyMap<string, number>,
  ) {
    this.version = version;
    this.#entries = entries;
    this.#indexes = indexes;
    this.#countBySource = countBySource;
  }

  get(source: string, id: string): Entry | undefined {
    return this.#entries.get(entryKey(source, id));
  }

  forEach(callback: (entry: Entry) => void): void {
    this.#entries.forEach(callback);
  }

  count(source: string): number {
    return this.#countBySource.get(source) ?? 0;
  }

  /** The entries in order of these fields. */
  sortedBy(...fields: string[]): SortedIndex {
    const name = fields.join();
    const index = this.#indexes.get(name) ?? this.#sort(fields);
    // The least recently asked for is the first of the map, and goes first.
    this.#indexes.delete(name);
    this.#indexes.set(name, index);
    if (this.#indexes.size > MOST_INDEXES) {
      const [oldest] = this.#indexes.keys();
      this.#indexes.delete(oldest);
    }
    return index;
  }

  /**
   * A copy with entries set and others removed.
   *
   * @param changes - by entry key; undefined removes
   */
  with(
    version: number,
    changes: ReadonlyMap<string, Entry | undefined>,
  ): KindTable {
    const removed: Entry[] = [];
    const added: Entry[] = [];
    const counts = new Map(this.#countBySource);
    const count = (entry: Entry, by: number) => {
      const { source } = entry.object;
      counts.set(source, (counts.get(source) ?? 0) + by);
    };
    for (const [key, entry] of changes) {
      const before = this.#entries.get(key);
      if (before) {
        removed.push(before);
        count(before, -1);
      }
      if (entry) {
        added.push(entry);
        count(entry, 1);
      }
    }
    const indexes = new Map<string, SortedIndex>();
    for (const [name, index] of this.#indexes) {
      indexes.set(name, index.with(removed, added));
    }
    return new KindTable(version, this.#entries.with(changes), indexes, counts);
  }

  #sort(fields: readonly string[]): SortedIndex {
    const entries: Entry[] = [];
    this.forEach(entry => entries.push(entry));
    return SortedIndex.of(fields, entries);
  }
}
