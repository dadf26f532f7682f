import { LoggerService } from '@backstage/backend-plugin-api';
import { InventoryMemory } from '../InventoryMemory';
import { StoreObserver } from '../StoreObserver';
import { RedisClient, SharedState } from './SharedState';
import { SourceCopy } from './SourceCopy';
import { SourceFollower } from './SourceFollower';
import { SourceWriter } from './SourceWriter';

/**
 * How often things that need not be done at once are done, in milliseconds.
 *
 * @internal
 */
export interface SharedSourceTimes {
  /** Chunks that changes have made old are written again. */
  flushMs: number;
  /** What the collector says of the source is passed on. */
  reportMs: number;
  /** The stream is waited for; then it is checked that Redis still holds what we know. */
  blockMs: number;
  /** The longest wait after Redis could not be reached. */
  longestRetryMs: number;
}

/**
 * One source, kept equal in memory and in Redis: what this replica's collector sees goes to both,
 * what another's sees comes from Redis.
 *
 * @internal
 */
export class SharedSource {
  readonly writer: SourceWriter;
  readonly #copy: SourceCopy;
  readonly #follower: SourceFollower;

  constructor(options: {
    source: string;
    memory: InventoryMemory;
    state: SharedState;
    reader: RedisClient;
    logger: LoggerService;
    observer?: StoreObserver;
    times: SharedSourceTimes;
  }) {
    const { times, reader } = options;
    const logger = options.logger.child({ source: options.source });
    const copy = new SourceCopy(options);
    this.#copy = copy;
    this.writer = new SourceWriter({ copy, logger, ...times });
    this.#follower = new SourceFollower({
      copy,
      writer: this.writer,
      reader,
      logger,
      observer: options.observer,
      ...times,
    });
  }

  /** Takes over what Redis holds. */
  async warmUp(): Promise<void> {
    await this.#copy.queue.run(() => this.writer.load());
  }

  start(): void {
    this.#follower.start();
  }

  /** Passes on what is pending, then ends. */
  async stop(): Promise<void> {
    await this.#follower.stop();
    await this.writer.stop();
  }
}
