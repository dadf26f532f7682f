import { LoggerService } from '@backstage/backend-plugin-api';
import { ulid } from 'ulid';
import { RedisStoreConfig } from '../config/readRedisConfig';
import { InventoryMemory } from './InventoryMemory';
import { InventoryStore } from './InventoryStore';
import { MemoryInventoryStore } from './MemoryInventoryStore';
import { RedisConnection } from './redis/RedisConnection';
import { RedisInventoryStore } from './redis/RedisInventoryStore';
import { StoreObserver } from './StoreObserver';

/**
 * The store that the configuration asks for.
 *
 * @param options - `redis` is absent where each replica collects for itself
 * @internal
 */
export function createInventoryStore(options: {
  redis?: RedisStoreConfig;
  sources: readonly { source: string; accountDigest: string }[];
  now: number;
  logger: LoggerService;
  observer?: StoreObserver;
}): InventoryStore {
  const { redis: config, sources, logger, observer } = options;
  const memory = new InventoryMemory({
    firstVersion: options.now,
    epoch: ulid(options.now),
  });
  if (!config) {
    return new MemoryInventoryStore(memory);
  }
  const { connection, keyPrefix, ttlMs } = config;
  return new RedisInventoryStore({
    memory,
    connection: new RedisConnection({ ...connection, logger }),
    sources,
    keyPrefix,
    ttlMs,
    logger,
    observer,
  });
}
