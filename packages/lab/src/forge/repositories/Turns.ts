/**
 * Lets one piece of work run at a time, in the order in which they were asked for.
 *
 * @internal
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    // The failure is the caller's to handle; the next turn only needs to know that this one ended.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}
