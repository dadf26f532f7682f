import { setImmediate } from 'node:timers/promises';

// About what a user's call may wait for another's.
const SLICE_MS = 8;

/**
 * Work that may be left at each `yield` and gone on with later: at each some tenths of a millisecond
 * of it are done.
 *
 * @public
 */
export type Interruptible<T> = Generator<void, T, void>;

/**
 * Does the work at once.
 *
 * @public
 */
export function atOnce<T>(work: Interruptible<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }
  }
}

/**
 * For work that waits for something else, too: tells when it is time to let others have their turn.
 *
 * @public
 */
export class TimeSlice {
  #begun = performance.now();

  /** Whether the work has gone on for some milliseconds. */
  get isOver(): boolean {
    return performance.now() - this.#begun > SLICE_MS;
  }

  /** Resolves after others have had their turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#begun = performance.now();
  }
}

/**
 * Does the work some milliseconds at a time, and lets others have their turn in between: of a
 * hundred thousand objects whatever is done takes long.
 *
 * @public
 */
export async function inSlices<T>(work: Interruptible<T>): Promise<T> {
  const slice = new TimeSlice();
  for (;;) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }
    if (slice.isOver) {
      await slice.next();
    }
  }
}
