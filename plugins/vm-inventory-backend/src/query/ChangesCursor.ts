import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { SourcePosition } from '../store/SourcePosition';

/**
 * Where a reader of changes is in each source. It holds on every replica, because positions do.
 *
 * @internal
 */
export type ChangesCursor = ReadonlyMap<
  string,
  SourcePosition & {
    /** How many changes of the next step have been read. */
    skip: number;
  }
>;

const count = z.number().int().min(0);
const schema = z.array(z.tuple([z.string(), z.string(), count, count]));

/** @internal */
export function encodeChangesCursor(cursor: ChangesCursor): string {
  const positions = [...cursor].map(([source, { epoch, seq, skip }]) => [
    source,
    epoch,
    seq,
    skip,
  ]);
  return Buffer.from(JSON.stringify(positions)).toString('base64url');
}

/**
 * @throws InputError when it is none
 * @internal
 */
export function decodeChangesCursor(cursor: string): ChangesCursor {
  try {
    return new Map(
      schema
        .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
        .map(([source, epoch, seq, skip]) => [source, { epoch, seq, skip }]),
    );
  } catch (error) {
    throw new InputError(
      `'cursor' does not come from /v1/changes: leave it out to start over`,
      error,
    );
  }
}
