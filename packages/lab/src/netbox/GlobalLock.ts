/**
 * The one advisory lock that NetBox takes for every allocation and every write of an address, over
 * all prefixes: whoever comes waits for all that came before.
 *
 * @internal
 */
export class GlobalLock {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work when its turn comes; a failure lets the next one go on. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine;
    return mine;
  }
}
