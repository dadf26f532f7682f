/**
 * A moment in what is known of a source, the same on every replica that knows it.
 *
 * @internal
 */
export interface SourcePosition {
  /** Changes where the count begins anew. */
  epoch: string;
  /** Number of changes applied since the epoch began. */
  seq: number;
}

/** @internal */
export function samePosition(a: SourcePosition, b: SourcePosition): boolean {
  return a.epoch === b.epoch && a.seq === b.seq;
}

/** @internal */
export function formatPosition({ epoch, seq }: SourcePosition): string {
  return `${epoch}:${seq}`;
}
