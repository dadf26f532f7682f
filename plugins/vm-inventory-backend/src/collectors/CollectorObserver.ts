/**
 * Is told how collecting goes.
 *
 * @internal
 */
export interface CollectorObserver {
  /** A load has ended, and all that it brought can be read. */
  onLoaded(source: string, durationMs: number): void;
  /** Changes that the source announced can be read. */
  onApplied(source: string, durationMs: number): void;
  /** The connection to a source has ended in an error, and will be made anew. */
  onFailed(source: string): void;
}
