import { EffectiveChange } from '../EffectiveChange';
import { InventoryMemory } from '../InventoryMemory';
import { SerialQueue } from '../SerialQueue';
import { SourcePosition } from '../SourcePosition';
import { SharedContent, SharedState } from './SharedState';

/**
 * What this replica has of a source, and how that stands to what Redis holds. Whatever changes it
 * takes its turn in the queue.
 *
 * @internal
 */
export class SourceCopy {
  readonly source: string;
  readonly memory: InventoryMemory;
  readonly state: SharedState;
  readonly queue = new SerialQueue();
  /** Whether Redis holds what is in memory, or was ahead of it when last heard of. */
  isShared = false;
  /** The entry of the stream that brought the position. */
  positionId = '0-0';
  /** Up to where the stream has been read; this replica's own entries come later. */
  readId = '0-0';

  constructor(options: {
    source: string;
    memory: InventoryMemory;
    state: SharedState;
  }) {
    this.source = options.source;
    this.memory = options.memory;
    this.state = options.state;
  }

  get position(): SourcePosition {
    return this.memory.historyOf(this.source).position;
  }

  /** @param seen - called as soon as memory is there */
  async advance(
    changes: readonly EffectiveChange[],
    to: SourcePosition,
    seen?: () => void,
  ): Promise<void> {
    await this.memory.advance(this.source, changes, to, seen);
  }

  /**
   * Makes memory hold what Redis holds, unless that is nothing or older.
   *
   * @returns what Redis holds; undefined when memory was left as it is
   */
  async load(): Promise<SharedContent | undefined> {
    const content = await this.state.read();
    const { epoch, seq } = this.position;
    if (
      !content ||
      (content.position.epoch === epoch && content.position.seq < seq)
    ) {
      this.isShared = false;
      return undefined;
    }
    await this.advance(
      await this.memory.effectOfAll(this.source, content.objects),
      content.position,
      () => {
        this.readId = content.lastId;
        this.positionId = content.positionId;
        this.isShared = true;
      },
    );
    return content;
  }
}
