/**
 * Time, so that tests can set it.
 *
 * @internal
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts before. */
  sleep(ms: number, options: { signal: AbortSignal }): Promise<void>;
}
