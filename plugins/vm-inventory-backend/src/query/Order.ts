import { Entry, SortKey } from '../store/Entry';
import { SortedIndex } from '../store/SortedIndex';

/**
 * The entries of an index that begin with a prefix, forwards or backwards. What has no value in
 * the field sorted by comes last both ways.
 *
 * @internal
 */
export class Order {
  readonly length: number;
  readonly #index: SortedIndex;
  readonly #prefix: readonly SortKey[];
  readonly #descending: boolean;
  readonly #start: number;
  /** Where those without a value begin: it matters only backwards. */
  readonly #absent: number;

  constructor(
    index: SortedIndex,
    prefix: readonly SortKey[],
    descending: boolean,
  ) {
    const [start, end] = index.range(prefix);
    this.#index = index;
    this.#prefix = prefix;
    this.#descending = descending;
    this.#start = start;
    this.#absent = descending
      ? index.lowerBound({ sortKeys: [...prefix, undefined] })
      : end;
    this.length = end - start;
  }

  at(position: number): Entry {
    const { entries } = this.#index;
    const present = this.#absent - this.#start;
    return this.#descending && position < present
      ? entries[this.#absent - 1 - position]
      : entries[this.#start + position];
  }

  /** The position that follows a place in the order. */
  after({ sortKey, key }: { sortKey: SortKey; key: string }): number {
    const place = { sortKeys: [...this.#prefix, sortKey], key };
    return this.#descending && sortKey !== undefined
      ? this.#absent - this.#index.lowerBound(place)
      : this.#index.upperBound(place) - this.#start;
  }
}
