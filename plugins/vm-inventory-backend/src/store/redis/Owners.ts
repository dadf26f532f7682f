import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { RedisClient } from './SharedState';
import { keysOf, ownersKey } from './SourceKeys';

const SAY_MS = 5 * 60_000;
/** Longer than any rolling update, during which the old account and the new are both in use. */
const FORGOTTEN_MS = 60 * 60_000;

/**
 * Says which sources and accounts are in use, and removes from Redis what no replica has called
 * its own for an hour: sources that are not configured any more, or are read with another account.
 *
 * @internal
 */
export class Owners {
  readonly #redis: RedisClient;
  readonly #prefix: string;
  readonly #owned: readonly string[];
  readonly #logger: LoggerService;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: {
    redis: RedisClient;
    prefix: string;
    owned: readonly string[];
    logger: LoggerService;
  }) {
    this.#redis = options.redis;
    this.#prefix = options.prefix;
    this.#owned = options.owned;
    this.#logger = options.logger;
  }

  start(): void {
    const sayAndPrune = () => {
      this.prune(Date.now()).catch(error =>
        this.#logger.warn(
          'Could not remove from Redis what no longer belongs to a source',
          toError(error),
        ),
      );
    };
    this.#timer ??= setInterval(sayAndPrune, SAY_MS).unref();
    sayAndPrune();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** @returns what was removed */
  async prune(now: number): Promise<string[]> {
    const key = ownersKey(this.#prefix);
    if (this.#owned.length > 0) {
      await this.#redis.zadd(key, ...this.#owned.flatMap(each => [now, each]));
    }
    const forgotten = await this.#redis.zrangebyscore(
      key,
      '-inf',
      now - FORGOTTEN_MS,
    );
    for (const owned of forgotten) {
      const { meta, chunks, stream } = keysOf(this.#prefix, owned);
      await this.#redis.del(meta, chunks, stream);
      await this.#redis.zrem(key, owned);
    }
    return forgotten;
  }
}
