import { toError } from '@backstage/errors';
import { EffectiveChange } from '../EffectiveChange';
import { encodeChunks } from './chunkObjects';
import { chunkOf } from './chunks';
import { WriterContext } from './WriterContext';

/**
 * Writes the chunks again that changes have made old, some time after the changes are in the
 * stream.
 *
 * @internal
 */
export class ChunkWriter {
  readonly #context: WriterContext;
  readonly #flushMs: number;
  readonly #old = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(context: WriterContext, flushMs: number) {
    this.#context = context;
    this.#flushMs = flushMs;
  }

  markOld(changes: readonly EffectiveChange[]): void {
    for (const change of changes) {
      this.#old.add(
        chunkOf(
          change.type === 'set'
            ? change.object
            : {
                kind: change.kind,
                id: change.id,
                source: this.#context.copy.source,
              },
        ),
      );
    }
    this.#schedule();
  }

  /** All chunks are as they should be, or not for this replica to write. */
  clear(): void {
    this.#old.clear();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flush();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(async () => {
      await this.#flush();
      this.#timer = undefined;
      if (this.#old.size > 0) {
        this.#schedule();
      }
    }, this.#flushMs);
  }

  async #flush(): Promise<void> {
    const names = [...this.#old];
    const collector = this.#context.collector();
    if (!collector || !this.#context.copy.isShared || names.length === 0) {
      return;
    }
    this.#old.clear();
    // Packing takes a while, and changes go on meanwhile: they are in the stream after this place.
    const { memory, position, positionId, source, state } = this.#context.copy;
    const snapshot = memory.snapshot();
    try {
      this.#context.onWritten(
        await state.flush(
          collector,
          position,
          positionId,
          await encodeChunks(snapshot, source, names),
        ),
      );
    } catch (error) {
      names.forEach(name => this.#old.add(name));
      this.#context.logger.warn(
        'Could not write chunks to Redis; will try again',
        toError(error),
      );
    }
  }
}
