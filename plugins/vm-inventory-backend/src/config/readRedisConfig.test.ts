import { ConfigReader } from '@backstage/config';
import { readRedisConfig } from './readRedisConfig';

function read(redis: object) {
  return readRedisConfig(
    new ConfigReader({ vmInventory: JSON.parse(JSON.stringify({ redis })) }),
  );
}

describe('readRedisConfig', () => {
  it('is nothing when no Redis is configured', () => {
    expect(readRedisConfig(new ConfigReader({}))).toBeUndefined();
  });

  it('keeps for a day below backlot: unless told otherwise', () => {
    expect(read({ url: 'rediss://redis.example.com:6380/2' })).toEqual({
      connection: { url: 'rediss://redis.example.com:6380/2' },
      keyPrefix: 'backlot:',
      ttlMs: 24 * 60 * 60 * 1000,
    });
  });

  it.each([
    [
      'sentinels',
      {
        options: { name: 'mymaster', sentinels: [{ host: 's1', port: 26379 }] },
      },
    ],
    [
      'a cluster',
      {
        cluster: {
          nodes: [{ host: 'r1', port: 6379 }],
          options: { redisOptions: { tls: {} } },
        },
      },
    ],
  ])('hands the options of %s to ioredis', (_, connection) => {
    expect(read({ ...connection, ttl: { hours: 2 }, keyPrefix: 'x:' })).toEqual(
      { connection, keyPrefix: 'x:', ttlMs: 7_200_000 },
    );
  });

  it.each([
    ['nothing to reach it by', {}, /give one of url/],
    [
      'both a URL and a cluster',
      { url: 'redis://r', cluster: { nodes: ['r'] } },
      /give one of url/,
    ],
    ['another protocol', { url: 'http://r' }, /url/],
    [
      'a time to live that is none',
      { url: 'redis://r', ttl: { seconds: 1 } },
      /a minute at least/,
    ],
    ['what it does not know', { url: 'redis://r', host: 'r' }, /host/],
  ])('refuses %s', (_, redis, message) => {
    expect(() => read(redis)).toThrow(message);
  });
});
