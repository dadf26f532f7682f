/**
 * Does one thing after another, in the order in which they were asked for.
 *
 * @internal
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as the task does; a failed task does not stop those behind it. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => {
      // Whoever asked for the task is told.
    });
    return result;
  }
}
