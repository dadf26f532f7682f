import { BucketMap } from './BucketMap';
import { Entry, entryKey } from './Entry';
import { SortedIndex } from './SortedIndex';
import { formatPosition, SourcePosition } from './SourcePosition';

// Each costs eight bytes an entry, and some work with each change.
const MOST_INDEXES = 12;

/**
 * All objects of one kind at one moment. Immutable, but for the indexes, which are made when they
 * are first asked for and handed on to the next version.
 *
 * @internal
 */
export class KindTable {
  /** Same for two tables of the same kind only if they hold the same, on whichever replica. */
  readonly tag: string;
  readonly #entries: BucketMap<Entry>;
  readonly #indexes: Map<string, SortedIndex>;
  readonly #countBySource: ReadonlyMap<string, number>;
  /** Where each source was when it last changed this kind. */
  readonly #positions: ReadonlyMap<string, SourcePosition>;

  static empty(): KindTable {
    return new KindTable(BucketMap.empty(), new Map(), new Map(), new Map());
  }

  private constructor(
    entries: BucketMap<Entry>,
    indexes: Map<string, SortedIndex>,
    countBySource: ReadonlyMap<string, number>,
    positions: ReadonlyMap<string, SourcePosition>,
  ) {
    this.tag = [...positions]
      .map(([source, position]) => `${source} ${formatPosition(position)}`)
      .sort()
      .join('\n');
    this.#entries = entries;
    this.#indexes = indexes;
    this.#countBySource = countBySource;
    this.#positions = positions;
  }

  get(source: string, id: string): Entry | undefined {
    return this.#entries.get(entryKey(source, id));
  }

  forEach(callback: (entry: Entry) => void): void {
    this.#entries.forEach(callback);
  }

  /** The entries of one bucket of the map that they are in. */
  inBucket(number: number): Iterable<Entry> {
    return this.#entries.bucket(number);
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
   * A copy with entries of one source set and others removed.
   *
   * @param changes - by entry key; undefined removes
   */
  with(
    source: string,
    position: SourcePosition,
    changes: ReadonlyMap<string, Entry | undefined>,
  ): KindTable {
    const removed: Entry[] = [];
    const added: Entry[] = [];
    for (const [key, entry] of changes) {
      const before = this.#entries.get(key);
      if (before) {
        removed.push(before);
      }
      if (entry) {
        added.push(entry);
      }
    }
    const indexes = new Map<string, SortedIndex>();
    for (const [name, index] of this.#indexes) {
      indexes.set(name, index.with(removed, added));
    }
    const count = this.count(source) + added.length - removed.length;
    return new KindTable(
      this.#entries.with(changes),
      indexes,
      new Map(this.#countBySource).set(source, count),
      new Map(this.#positions).set(source, position),
    );
  }

  #sort(fields: readonly string[]): SortedIndex {
    const entries: Entry[] = [];
    this.forEach(entry => entries.push(entry));
    return SortedIndex.of(fields, entries);
  }
}
