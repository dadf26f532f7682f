import { Interruptible } from '@backlot/plugin-vm-inventory-node';
import { BucketMap } from './BucketMap';
import { Entry, entryKey } from './Entry';
import { SortedIndex } from './SortedIndex';
import { formatPosition, SourcePosition } from './SourcePosition';
import { TableIndexes } from './TableIndexes';

// An index of fewer takes some milliseconds.
const MANY = 5_000;
// Some tenths of a millisecond of work.
const STEP = 1_000;

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
  readonly #indexes: TableIndexes;
  readonly #countBySource: ReadonlyMap<string, number>;
  /** Where each source was when it last changed this kind. */
  readonly #positions: ReadonlyMap<string, SourcePosition>;

  static empty(): KindTable {
    return new KindTable(
      BucketMap.empty(),
      TableIndexes.empty(),
      new Map(),
      new Map(),
    );
  }

  private constructor(
    entries: BucketMap<Entry>,
    indexes: TableIndexes,
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

  /**
   * Makes the index by these fields, where that takes long, while others have their turns. This
   * table and those after it find it there.
   */
  async prepare(fields: readonly string[]): Promise<void> {
    if (this.#entries.size >= MANY) {
      await this.#indexes.prepare(fields.join(), () =>
        SortedIndex.inSlices(fields, this.#all()),
      );
    }
  }

  /** The entries in order of these fields. */
  sortedBy(...fields: string[]): SortedIndex {
    return this.#indexes.get(fields.join(), () =>
      SortedIndex.of(fields, this.#all()),
    );
  }

  /**
   * Some of the entries in order of these fields.
   *
   * @param name - the same only where the same entries match
   */
  view(
    name: string,
    fields: readonly string[],
    matches: (entry: Entry) => boolean,
  ): SortedIndex {
    return this.#indexes.get(
      `${fields.join()} ${name}`,
      () => this.sortedBy(...fields).filter(matches),
      matches,
    );
  }

  /**
   * A copy with entries of one source set and others removed.
   *
   * @param changes - by entry key; undefined removes
   */
  *with(
    source: string,
    position: SourcePosition,
    changes: ReadonlyMap<string, Entry | undefined>,
  ): Interruptible<KindTable> {
    const removed: Entry[] = [];
    const added: Entry[] = [];
    let done = 0;
    for (const [key, entry] of changes) {
      const before = this.#entries.get(key);
      if (before) {
        removed.push(before);
      }
      if (entry) {
        added.push(entry);
      }
      if (++done % STEP === 0) {
        yield;
      }
    }
    const count = this.count(source) + added.length - removed.length;
    return new KindTable(
      yield* this.#entries.with(changes),
      yield* this.#indexes.after(removed, added),
      new Map(this.#countBySource).set(source, count),
      new Map(this.#positions).set(source, position),
    );
  }

  #all(): Entry[] {
    const entries: Entry[] = [];
    this.forEach(entry => entries.push(entry));
    return entries;
  }
}
