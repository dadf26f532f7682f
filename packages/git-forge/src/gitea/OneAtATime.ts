/**
 * Lets one piece of work run at a time for each key, in the order in which they were asked for.
 *
 * @internal
 */
export class OneAtATime {
  readonly #last = new Map<string, Promise<void>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    let end = () => {};
    const turn = new Promise<void>(resolve => {
      end = resolve;
    });
    this.#last.set(key, turn);
    await before;
    try {
      return await work();
    } finally {
      end();
      if (this.#last.get(key) === turn) {
        this.#last.delete(key);
      }
    }
  }
}
