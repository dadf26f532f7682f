import {
  atOnce,
  inSlices,
  Interruptible,
} from '@backlot/plugin-vm-inventory-node';
import { Entry, SortKey } from './Entry';
import { compareKeys, sortEntries } from './sortEntries';

// Some tenths of a millisecond of work.
const STEP = 500;

/**
 * A place in an index: keys of its fields, or of the first of them, and the entry's own key to tell
 * equals apart. Without the key, all that begin with the sort keys are at the place.
 *
 * @internal
 */
export interface IndexPosition {
  sortKeys: readonly SortKey[];
  key?: string;
}

/**
 * Entries in the order of one or more fields, then of their own keys. Immutable; a changed copy is
 * made by cutting out and putting in, not by sorting anew.
 *
 * @internal
 */
export class SortedIndex {
  readonly entries: readonly Entry[];
  readonly #fields: readonly string[];

  static of(fields: readonly string[], entries: readonly Entry[]): SortedIndex {
    return new SortedIndex(fields, atOnce(sortEntries(entries, fields)));
  }

  /** The same, while others have their turns: a hundred thousand entries take half a second. */
  static async inSlices(
    fields: readonly string[],
    entries: readonly Entry[],
  ): Promise<SortedIndex> {
    return new SortedIndex(
      fields,
      await inSlices(sortEntries(entries, fields)),
    );
  }

  private constructor(fields: readonly string[], entries: readonly Entry[]) {
    this.#fields = fields;
    this.entries = entries;
  }

  /** Index of the first entry that is not before a position. */
  lowerBound(position: IndexPosition): number {
    return bisect(this.entries, entry => this.#compare(entry, position) < 0);
  }

  /** Index of the first entry that is after a position. */
  upperBound(position: IndexPosition): number {
    return bisect(this.entries, entry => this.#compare(entry, position) <= 0);
  }

  /** Start and end of the entries that begin with these keys. */
  range(sortKeys: readonly SortKey[]): [number, number] {
    return sortKeys.length === 0
      ? [0, this.entries.length]
      : [this.lowerBound({ sortKeys }), this.upperBound({ sortKeys })];
  }

  /** Those of the entries that match, in the same order. */
  filter(matches: (entry: Entry) => boolean): SortedIndex {
    return new SortedIndex(this.#fields, this.entries.filter(matches));
  }

  /** A copy without some entries and with others. */
  *with(
    removed: ReadonlySet<Entry>,
    added: ReadonlySet<Entry>,
  ): Interruptible<SortedIndex> {
    const puts = yield* sortEntries([...added], this.#fields);
    // To look where each belongs takes less than to walk past all of them, unless they are many.
    const merge =
      (removed.size + puts.length) * 20 < this.entries.length
        ? this.#cutAndPut(removed, puts)
        : this.#merge(removed, puts);
    return new SortedIndex(this.#fields, yield* merge);
  }

  *#cutAndPut(
    removed: ReadonlySet<Entry>,
    added: readonly Entry[],
  ): Interruptible<Entry[]> {
    const placed = (entry: Entry) =>
      this.lowerBound(positionOf(entry, this.#fields));
    const cuts = [...removed].map(entry => ({
      at: placed(entry),
      entry: undefined,
    }));
    const puts = added.map(entry => ({ at: placed(entry), entry }));
    // Puts keep their order among each other, and go before a cut at the same place.
    const steps = [...puts, ...cuts].sort((a, b) => a.at - b.at);
    const before = this.entries;
    const entries = new Array<Entry>(
      before.length - removed.size + added.length,
    );
    let from = 0;
    let to = 0;
    for (const { at, entry } of steps) {
      while (from < at) {
        entries[to++] = before[from++];
      }
      if (entry) {
        entries[to++] = entry;
      } else {
        from++;
      }
    }
    while (from < before.length) {
      entries[to++] = before[from++];
    }
    return entries;
  }

  *#merge(
    removed: ReadonlySet<Entry>,
    added: readonly Entry[],
  ): Interruptible<Entry[]> {
    const entries: Entry[] = [];
    let put = 0;
    for (const [index, entry] of this.entries.entries()) {
      if (!removed.has(entry)) {
        const position = positionOf(entry, this.#fields);
        while (put < added.length && this.#compare(added[put], position) <= 0) {
          entries.push(added[put++]);
        }
        entries.push(entry);
      }
      if (index % STEP === 0) {
        yield;
      }
    }
    while (put < added.length) {
      entries.push(added[put++]);
    }
    return entries;
  }

  #compare(entry: Entry, { sortKeys, key }: IndexPosition): number {
    for (let i = 0; i < sortKeys.length; i++) {
      const order = compareKeys(entry.sortKey(this.#fields[i]), sortKeys[i]);
      if (order !== 0) {
        return order;
      }
    }
    return key === undefined ? 0 : compareKeys(entry.key, key);
  }
}

function bisect(
  entries: readonly Entry[],
  before: (entry: Entry) => boolean,
): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(entries[middle])) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function positionOf(entry: Entry, fields: readonly string[]): IndexPosition {
  return {
    sortKeys: fields.map(field => entry.sortKey(field)),
    key: entry.key,
  };
}
