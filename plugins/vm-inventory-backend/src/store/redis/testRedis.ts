import { SourceTestStep } from '@backlot/plugin-vm-inventory-common';
import { randomBytes } from 'node:crypto';
import { causeInWords, sentences } from '@backlot/backend-common';
import { RedisConnection } from './RedisConnection';
import { RedisClient } from './SharedState';

// The first that reads a range after an entry, which is how changes are followed.
const OLDEST = [6, 2];

/**
 * Tests Redis step by step, from the connection to what it does when it is full. The first step
 * that fails is the last.
 *
 * @internal
 */
export async function testRedis(
  connection: RedisConnection,
  keyPrefix: string,
): Promise<SourceTestStep[]> {
  const { client } = connection;
  const tests: [string, string, () => Promise<string>][] = [
    [
      'Connection',
      'Check vmInventory.redis: address, TLS, user and password.',
      async () => {
        if (connection.problem) {
          throw new Error(connection.problem);
        }
        const begun = performance.now();
        await client.ping();
        return `Answers in ${(performance.now() - begun).toFixed(1)} ms`;
      },
    ],
    [
      'Version',
      `Use Redis ${OLDEST.join('.')} or newer, or Valkey.`,
      async () => checkVersion(await infoOf(client, 'server')),
    ],
    [
      'Read and write',
      `Allow the user to run EVAL, HSET, HGETALL, XADD, XREAD and XRANGE on keys below '${keyPrefix}'.`,
      () => checkWriting(client, keyPrefix),
    ],
    [
      'Memory',
      'Set maxmemory-policy to noeviction, or to a volatile one.',
      async () => checkMemory(await infoOf(client, 'memory')),
    ],
  ];
  const steps: SourceTestStep[] = [];
  for (const [name, remedy, test] of tests) {
    try {
      steps.push({ name, ok: true, detail: await test() });
    } catch (error) {
      steps.push({
        name,
        ok: false,
        detail: sentences(causeInWords(error), remedy),
      });
      break;
    }
  }
  return steps;
}

async function infoOf(
  client: RedisClient,
  section: string,
): Promise<Map<string, string>> {
  const text = await client.info(section);
  return new Map(
    text
      .split('\r\n')
      .filter(line => line.includes(':'))
      .map(line => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1)];
      }),
  );
}

function checkVersion(server: Map<string, string>): string {
  const version = server.get('redis_version') ?? '0';
  const [major, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(`Redis is version ${version}`);
  }
  return `Version ${version}`;
}

async function checkWriting(
  client: RedisClient,
  keyPrefix: string,
): Promise<string> {
  const key = `${keyPrefix}vm-inventory:{test-${randomBytes(8).toString(
    'hex',
  )}}`;
  const answer = await client.eval(
    `redis.call('XADD', KEYS[1], '*', 'test', ARGV[1])
     redis.call('PEXPIRE', KEYS[1], 10000)
     return redis.call('XLEN', KEYS[1])`,
    1,
    key,
    'test',
  );
  const entries = await client.xrange(key, '(0-0', '+');
  await client.del(key);
  if (answer !== 1 || entries.length !== 1) {
    throw new Error('What was written could not be read');
  }
  return 'A stream was written, read and removed';
}

function checkMemory(memory: Map<string, string>): string {
  const used = memory.get('used_memory_human') ?? 'unknown';
  const policy = memory.get('maxmemory_policy') ?? 'unknown';
  if (policy.startsWith('allkeys')) {
    throw new Error(
      `When memory is full, Redis removes keys that are in use (${policy})`,
    );
  }
  return `${used} used, maxmemory-policy ${policy}`;
}
