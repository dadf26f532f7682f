import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, toError } from '@backstage/errors';
import {
  InventoryObject,
  SourceTestStep,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { setTimeout as delay } from 'node:timers/promises';
import { InventoryMemory } from '../InventoryMemory';
import { InventorySnapshot } from '../InventorySnapshot';
import {
  InventoryStore,
  InventoryWriter,
  SourceReport,
} from '../InventoryStore';
import { SourceHistory } from '../SourceHistory';
import { StoreObserver } from '../StoreObserver';
import { Owners } from './Owners';
import { RedisConnection } from './RedisConnection';
import { SharedSource, SharedSourceTimes } from './SharedSource';
import { SharedState } from './SharedState';
import { sourceKeys } from './SourceKeys';
import { SourceWriter } from './SourceWriter';
import { testRedis } from './testRedis';

const STREAM_LENGTH = 10_000;

const defaultTimes: SharedSourceTimes & { warmUpMs: number } = {
  warmUpMs: 5_000,
  flushMs: 2_000,
  reportMs: 500,
  blockMs: 2_000,
  longestRetryMs: 2_000,
};

/**
 * Keeps the inventory in Redis and in the memory of each replica: one replica collects a source,
 * all serve it, and a restarted one begins with what is known.
 *
 * @internal
 */
export class RedisInventoryStore implements InventoryStore {
  readonly scope = 'shared';
  readonly #memory: InventoryMemory;
  readonly #connection: RedisConnection;
  readonly #keyPrefix: string;
  readonly #logger: LoggerService;
  readonly #times: typeof defaultTimes;
  readonly #sources: ReadonlyMap<string, SharedSource>;
  readonly #owners: Owners;

  constructor(options: {
    memory: InventoryMemory;
    connection: RedisConnection;
    /** Each source with the digest of the account that it is read with. */
    sources: readonly { source: string; accountDigest: string }[];
    keyPrefix: string;
    ttlMs: number;
    logger: LoggerService;
    observer?: StoreObserver;
    times?: Partial<typeof defaultTimes>;
  }) {
    const { memory, connection, keyPrefix, ttlMs, logger } = options;
    this.#memory = memory;
    this.#connection = connection;
    this.#keyPrefix = keyPrefix;
    this.#logger = logger;
    this.#times = { ...defaultTimes, ...options.times };
    const keys = options.sources.map(each => sourceKeys(keyPrefix, each));
    this.#sources = new Map(
      options.sources.map(({ source }, index) => [
        source,
        new SharedSource({
          source,
          memory,
          logger,
          observer: options.observer,
          state: new SharedState({
            redis: connection.client,
            keys: keys[index],
            ttlMs,
            streamLength: STREAM_LENGTH,
          }),
          reader: connection.openReader(),
          times: this.#times,
        }),
      ]),
    );
    this.#owners = new Owners({
      redis: connection.client,
      prefix: keyPrefix,
      owned: keys.map(({ owned }) => owned),
      logger,
    });
  }

  async start(): Promise<void> {
    const warm = this.#warmUp().catch(error => {
      this.#logger.warn(
        'Cannot read from Redis; each source is loaded by its collector',
        toError(error),
      );
    });
    const enough = delay(this.#times.warmUpMs, undefined, { ref: false });
    await Promise.race([warm, enough]);
    this.#sources.forEach(source => source.start());
    this.#owners.start();
  }

  async stop(): Promise<void> {
    this.#owners.stop();
    await Promise.all(
      [...this.#sources.values()].map(source =>
        source.stop().catch(error => {
          this.#logger.warn(
            'Could not write the last changes to Redis',
            toError(error),
          );
        }),
      ),
    );
    this.#connection.close();
  }

  status(): StoreStatus {
    const { problem } = this.#connection;
    return { type: 'redis', ...(problem && { problem }) };
  }

  async test(): Promise<SourceTestStep[]> {
    return testRedis(this.#connection, this.#keyPrefix);
  }

  snapshot(): InventorySnapshot {
    return this.#memory.snapshot();
  }

  reportOf(source: string): SourceReport {
    return this.#memory.reportOf(source);
  }

  historyOf(source: string): SourceHistory {
    return this.#memory.historyOf(source);
  }

  onChange(listener: () => void): () => void {
    return this.#memory.onChange(listener);
  }

  async replace(
    writer: InventoryWriter,
    objects: Iterable<InventoryObject>,
  ): Promise<void> {
    await this.#writerOf(writer).replace(writer, objects);
  }

  async apply(
    writer: InventoryWriter,
    changes: readonly InventoryChange[],
  ): Promise<void> {
    await this.#writerOf(writer).apply(writer, changes);
  }

  report(writer: InventoryWriter, report: Partial<SourceReport>): void {
    this.#writerOf(writer).report(writer, report);
  }

  async #warmUp(): Promise<void> {
    await this.#connection.ready();
    await Promise.all(
      [...this.#sources.values()].map(source => source.warmUp()),
    );
  }

  #writerOf({ source }: InventoryWriter): SourceWriter {
    const shared = this.#sources.get(source);
    if (!shared) {
      throw new NotFoundError(`There is no source '${source}'`);
    }
    return shared.writer;
  }
}
