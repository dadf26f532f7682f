import { setImmediate } from 'node:timers/promises';

// About what a user's call may wait for another's.
const SLICE_MS = 8;

/**
 * Work that may be left at each `yield` and gone on with later.
 *
 * @internal
 */
export type Interruptible<T> = Generator<void, T, void>;

/**
 * Does the work at once.
 *
 * @internal
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
 * Does the work some milliseconds at a time, and lets others have their turn in between.
 *
 * @internal
 */
export async function inSlices<T>(work: Interruptible<T>): Promise<T> {
  let begun = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) {
      return step.value;
    }
    if (performance.now() - begun > SLICE_MS) {
      await setImmediate();
      begun = performance.now();
    }
  }
}
