/**
 * What became of one item of a batch.
 *
 * @internal
 */
export type Outcome<R> = PromiseSettledResult<R>;

interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Puts items that come at the same time together: those that come while a batch is on its way make
 * the next one. NetBox allocates a list of 50 about three times as fast as 50 single addresses,
 * because each call waits for one lock.
 *
 * @internal
 */
export class AllocationQueue<T, R> {
  readonly #carryOut: (items: T[]) => Promise<Outcome<R>[]>;
  readonly #maxBatch: number;
  #waiting: Waiting<T, R>[] = [];
  #busy = false;

  constructor(
    carryOut: (items: T[]) => Promise<Outcome<R>[]>,
    maxBatch: number,
  ) {
    this.#carryOut = carryOut;
    this.#maxBatch = maxBatch;
  }

  /** Whether nothing waits and nothing is on its way. */
  get idle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) {
        this.#busy = true;
        setImmediate(() => this.#drain());
      }
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#send(this.#waiting.splice(0, this.#maxBatch));
    }
    this.#busy = false;
  }

  async #send(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const outcomes = await this.#carryOut(batch.map(({ item }) => item));
      batch.forEach((waiting, index) => {
        const outcome = outcomes[index];
        if (outcome.status === 'fulfilled') {
          waiting.resolve(outcome.value);
        } else {
          waiting.reject(outcome.reason);
        }
      });
    } catch (error) {
      batch.forEach(waiting => waiting.reject(error));
    }
  }
}
