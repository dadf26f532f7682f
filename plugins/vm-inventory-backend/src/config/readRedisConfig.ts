import { readMilliseconds } from '@backlot/backend-common';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { RedisConnectionOptions } from '../store/redis/RedisConnection';

/**
 * The configuration below `vmInventory.redis`.
 *
 * @internal
 */
export interface RedisStoreConfig {
  connection: RedisConnectionOptions;
  keyPrefix: string;
  ttlMs: number;
}

const KEY = 'vmInventory.redis';
const DAY_MS = 24 * 60 * 60 * 1000;
const SHORTEST_TTL_MS = 60_000;

const schema = z
  .strictObject({
    url: z.url({ protocol: /^rediss?$/ }).optional(),
    // Whatever ioredis understands: it checks them itself.
    options: z.record(z.string(), z.unknown()).optional(),
    cluster: z
      .strictObject({
        nodes: z
          .array(
            z.union([
              z.string(),
              z.strictObject({ host: z.string(), port: z.number().int() }),
            ]),
          )
          .min(1),
        options: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
    keyPrefix: z.string().default('backlot:'),
    ttl: z.unknown().optional(),
  })
  .refine(
    ({ url, options, cluster }) =>
      cluster ? !url : url !== undefined || options !== undefined,
    'give one of url, options with sentinels or a host, and cluster',
  );

/**
 * @returns undefined when no Redis is configured
 * @throws InputError when a value is not what it may be
 * @internal
 */
export function readRedisConfig(config: Config): RedisStoreConfig | undefined {
  if (!config.has(KEY)) {
    return undefined;
  }
  const parsed = schema.safeParse(config.get(KEY));
  if (!parsed.success) {
    throw new InputError(
      `Configuration ${KEY} is wrong: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { url, options, cluster, keyPrefix } = parsed.data;
  const ttlMs = readMilliseconds(config, `${KEY}.ttl`, DAY_MS);
  if (ttlMs < SHORTEST_TTL_MS) {
    throw new InputError(
      `Configuration ${KEY}.ttl is wrong: what is known is kept for a minute at least`,
    );
  }
  return {
    connection: { url, options, cluster },
    keyPrefix,
    ttlMs,
  };
}
