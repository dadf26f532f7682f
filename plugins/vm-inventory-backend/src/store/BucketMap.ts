import { Interruptible } from '@backlot/plugin-vm-inventory-node';

/** How many buckets a map has. */
export const BUCKETS = 256;

// Some tenths of a millisecond of work.
const STEP = 500;

/**
 * An immutable map of strings. A changed copy shares all buckets but those that changed, so that a
 * change among 100,000 entries copies some hundreds.
 *
 * @internal
 */
export class BucketMap<V> {
  readonly size: number;
  readonly #buckets: readonly ReadonlyMap<string, V>[];

  static empty<V>(): BucketMap<V> {
    return new BucketMap<V>(
      Array.from({ length: BUCKETS }, () => new Map<string, V>()),
      0,
    );
  }

  private constructor(
    buckets: readonly ReadonlyMap<string, V>[],
    size: number,
  ) {
    this.#buckets = buckets;
    this.size = size;
  }

  get(key: string): V | undefined {
    return this.#buckets[bucketOf(key)].get(key);
  }

  /** Calls back with each value; a generator would take ten times as long. */
  forEach(callback: (value: V) => void): void {
    for (const bucket of this.#buckets) {
      bucket.forEach(callback);
    }
  }

  /** The values of one bucket. */
  bucket(number: number): Iterable<V> {
    return this.#buckets[number].values();
  }

  /** A copy with entries set or, where the value is undefined, removed. */
  *with(
    changes: Iterable<readonly [string, V | undefined]>,
  ): Interruptible<BucketMap<V>> {
    const buckets = [...this.#buckets];
    const copies = new Map<number, Map<string, V>>();
    let size = this.size;
    let done = 0;
    for (const [key, value] of changes) {
      const number = bucketOf(key);
      let bucket = copies.get(number);
      if (!bucket) {
        bucket = new Map(buckets[number]);
        copies.set(number, bucket);
        buckets[number] = bucket;
      }
      size -= bucket.size;
      if (value === undefined) {
        bucket.delete(key);
      } else {
        bucket.set(key, value);
      }
      size += bucket.size;
      if (++done % STEP === 0) {
        yield;
      }
    }
    return new BucketMap(buckets, size);
  }
}

/**
 * The number of the bucket that a key is in, by FNV-1a.
 *
 * @internal
 */
export function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
}
