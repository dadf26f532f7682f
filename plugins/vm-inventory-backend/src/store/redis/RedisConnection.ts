import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Cluster,
  ClusterNode,
  ClusterOptions,
  Redis,
  RedisOptions,
} from 'ioredis';
import { once } from 'node:events';
import { RedisClient } from './SharedState';

const CONNECT_MS = 5_000;
const COMMAND_MS = 5_000;
const LONGEST_RETRY_MS = 2_000;

/**
 * How Redis is reached: one of its own, one found by sentinels, or a cluster.
 *
 * @internal
 */
export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`. */
  url?: string;
  /** Options of ioredis, e.g. `sentinels`, `name`, `tls`. */
  options?: RedisOptions;
  cluster?: { nodes: ClusterNode[]; options?: ClusterOptions };
}

/**
 * The connection to Redis, which comes back by itself. While it is down, calls fail at once.
 *
 * @internal
 */
export class RedisConnection {
  readonly client: RedisClient;
  readonly #readers: RedisClient[] = [];
  readonly #options: RedisConnectionOptions;
  #lastError: Error | undefined;

  constructor(options: RedisConnectionOptions & { logger: LoggerService }) {
    this.#options = options;
    this.client = connect(options, COMMAND_MS);
    this.client.on('error', error => {
      if (!this.#lastError) {
        options.logger.warn('The connection to Redis failed', error);
      }
      this.#lastError = error;
    });
    this.client.on('ready', () => {
      if (this.#lastError) {
        options.logger.info('Connected to Redis again');
      }
      this.#lastError = undefined;
    });
  }

  /** Absent while all is well; else why Redis cannot be reached. */
  get problem(): string | undefined {
    return this.client.status === 'ready'
      ? undefined
      : this.#lastError?.message ?? 'The connection is not there yet';
  }

  /** Resolves once calls can be made. */
  async ready(): Promise<void> {
    await Promise.all(
      [this.client, ...this.#readers]
        .filter(({ status }) => status !== 'ready')
        .map(connection => once(connection, 'ready')),
    );
  }

  /** A connection of its own for calls that wait. */
  openReader(): RedisClient {
    const reader = connect(this.#options, 3 * COMMAND_MS);
    reader.on('error', () => {
      // Told of by the client's own connection, and by the calls that fail.
    });
    this.#readers.push(reader);
    return reader;
  }

  close(): void {
    this.client.disconnect();
    this.#readers.forEach(reader => reader.disconnect());
  }
}

function connect(
  { url, options, cluster }: RedisConnectionOptions,
  commandTimeout: number,
): RedisClient {
  const common: RedisOptions = {
    connectTimeout: CONNECT_MS,
    commandTimeout,
    // A connection that nobody answers on any more is made anew.
    socketTimeout: 2 * commandTimeout,
    // A call that fails at once can be answered for; one that waits holds up what is behind it.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: attempt => Math.min(50 * 2 ** attempt, LONGEST_RETRY_MS),
    ...options,
  };
  if (cluster) {
    return new Cluster(cluster.nodes, {
      enableOfflineQueue: false,
      clusterRetryStrategy: attempt =>
        Math.min(50 * 2 ** attempt, LONGEST_RETRY_MS),
      ...cluster.options,
      redisOptions: { ...common, ...cluster.options?.redisOptions },
    });
  }
  return url ? new Redis(url, common) : new Redis(common);
}
