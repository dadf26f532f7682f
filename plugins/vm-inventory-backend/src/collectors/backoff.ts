const FIRST_MS = 1_000;

/** The longest wait between two attempts, by what came of the last. */
const LONGEST_MS = {
  // It costs the source next to nothing, and shows soon that it is back.
  unreachable: 3_000,
  // The source was there: it may be overloaded, and locks accounts that try a wrong password too often.
  failed: 60_000,
} as const;

/**
 * How a run of a provider failed: without an answer from its source, or after one.
 *
 * @internal
 */
export type FailureKind = keyof typeof LONGEST_MS;

/**
 * Failures in a row that are waited for together.
 *
 * @internal
 */
export interface Failures {
  kind: FailureKind;
  count: number;
}

/**
 * Counts one more failure. What answered well, if only for a moment, begins the count anew, and so
 * does a source that fails in another way than before: one that is back after an hour is not made
 * to wait for that hour.
 *
 * @param before - absent when there was none
 * @param run - `loaded` when all of the source was read before it failed
 * @internal
 */
export function oneMoreFailure(
  before: Failures | undefined,
  run: { kind: FailureKind; loaded: boolean },
): Failures {
  const goesOn = before?.kind === run.kind && !run.loaded;
  return { kind: run.kind, count: goesOn ? before.count + 1 : 1 };
}

/**
 * How long to wait before the next attempt, in milliseconds: twice as long with each failure, with
 * jitter so that sources that failed together do not come back together.
 *
 * @param random - from 0 to 1
 * @internal
 */
export function backoff({ kind, count }: Failures, random: number): number {
  const full = Math.min(LONGEST_MS[kind], FIRST_MS * 2 ** (count - 1));
  return Math.round(full * (0.5 + random / 2));
}
