import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { setTimeout as delay } from 'node:timers/promises';
import { samePosition } from '../SourcePosition';
import { StoreObserver } from '../StoreObserver';
import { RedisClient } from './SharedState';
import { SourceCopy } from './SourceCopy';
import { SourceWriter } from './SourceWriter';
import { decodeChanges, StreamEntry } from './StreamEntry';

/** How the stream went: on, not at all for a while, or from where this replica is not. */
type Progress = 'on' | 'idle' | 'lost';

/**
 * Follows in Redis what other replicas collect of a source, and looks after Redis holding what this
 * one knows.
 *
 * @internal
 */
export class SourceFollower {
  readonly #copy: SourceCopy;
  readonly #writer: SourceWriter;
  readonly #reader: RedisClient;
  readonly #logger: LoggerService;
  readonly #observer: StoreObserver | undefined;
  readonly #blockMs: number;
  readonly #longestRetryMs: number;
  readonly #ended = new AbortController();
  /** Where the stream had been read to when Redis was found ahead. */
  #aheadAt: string | undefined;
  #following: Promise<void> | undefined;

  constructor(options: {
    copy: SourceCopy;
    writer: SourceWriter;
    /** A connection of its own, which waiting for the stream keeps busy. */
    reader: RedisClient;
    logger: LoggerService;
    observer?: StoreObserver;
    blockMs: number;
    longestRetryMs: number;
  }) {
    this.#copy = options.copy;
    this.#writer = options.writer;
    this.#reader = options.reader;
    this.#logger = options.logger;
    this.#observer = options.observer;
    this.#blockMs = options.blockMs;
    this.#longestRetryMs = options.longestRetryMs;
  }

  start(): void {
    this.#following ??= this.#follow(this.#ended.signal);
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    this.#reader.disconnect();
    await this.#following;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { queue, state } = this.#copy;
    let progress: Progress = 'idle';
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (progress !== 'on') {
          const isLost = progress === 'lost';
          await queue.run(() => this.#reconcile(isLost));
        }
        const entries = await state.follow(
          this.#reader,
          this.#copy.readId,
          this.#blockMs,
        );
        progress = await queue.run(() => this.#take(entries));
        failures = 0;
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        progress = 'idle';
        failures++;
        if (failures === 1) {
          this.#logger.warn(
            'Cannot follow the source in Redis; serving the last known state',
            toError(error),
          );
        }
        const wait = 100 * 2 ** Math.min(failures, 10);
        await pause(Math.min(wait, this.#longestRetryMs), signal);
      }
    }
  }

  /** Makes memory and Redis the same again where a call failed, or Redis was lost or emptied. */
  async #reconcile(isLost: boolean): Promise<void> {
    const copy = this.#copy;
    const there = await copy.state.position();
    const here = copy.position;
    if (there && samePosition(there, here)) {
      copy.isShared = true;
      if (isLost) {
        // What the stream still tells up to here led here by other ways.
        copy.readId = copy.positionId;
      }
      return;
    }
    const isAhead =
      copy.isShared && there?.epoch === here.epoch && there.seq > here.seq;
    if (isAhead && this.#aheadAt !== copy.readId) {
      // The stream will tell, unless it was cut off; then it is here again.
      this.#aheadAt = copy.readId;
      return;
    }
    if (this.#writer.mayOverwrite && !isAhead) {
      await this.#writer.writeAnew();
    } else if (there) {
      await this.#writer.load();
    }
  }

  async #take(entries: readonly StreamEntry[]): Promise<Progress> {
    const copy = this.#copy;
    for (const entry of entries) {
      const { epoch, seq } = copy.position;
      this.#writer.hearOf(entry.fencing);
      if (entry.type === 'report') {
        this.#writer.hear(entry.report);
      } else if (
        entry.type === 'changes' &&
        entry.to.epoch === epoch &&
        entry.to.seq === seq + 1
      ) {
        const changes = await decodeChanges(entry.packed);
        await copy.advance(
          await copy.memory.effectOf(copy.source, changes),
          entry.to,
          () => {
            copy.positionId = entry.id;
          },
        );
        this.#observer?.onFollowed(copy.source, timeOf(entry));
      } else if (entry.to.epoch !== epoch || entry.to.seq > seq) {
        return 'lost';
      }
      copy.readId = entry.id;
    }
    return entries.length > 0 ? 'on' : 'idle';
  }
}

/** An entry's id begins with Redis' time. */
function timeOf({ id }: StreamEntry): number {
  return Number(id.split('-')[0]);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
