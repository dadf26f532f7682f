import { mockServices } from '@backstage/backend-test-utils';
import { InventoryObject, Machine } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import * as fc from 'fast-check';
import { Redis } from 'ioredis';
import { ulid } from 'ulid';
import { RedisProxy } from '../../__testUtils__/RedisProxy';
import { InventoryMemory } from '../InventoryMemory';
import { Owners } from './Owners';
import { RedisConnection } from './RedisConnection';
import { RedisInventoryStore } from './RedisInventoryStore';

jest.setTimeout(120_000);

const url = process.env.BACKSTAGE_TEST_CACHE_REDIS7_CONNECTION_STRING;
const source = 'fra';
const first = { source, fencing: 1 };
const second = { source, fencing: 2 };

/** There is a Redis to test with where the variable points to one, as in Backstage's own tests. */
(url ? describe : describe.skip)('RedisInventoryStore', () => {
  let redis: Redis;
  let keyPrefix: string;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(() => {
    redis = new Redis(url!);
  });

  afterAll(() => redis.quit());

  beforeEach(() => {
    keyPrefix = `test-${ulid()}:`;
  });

  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
    await empty();
  });

  async function empty() {
    const keys = await redis.keys(`${keyPrefix}*`);
    if (keys.length > 0) {
      await redis.del(...keys);
    }
  }

  async function replica(
    options: { url?: string; accountDigest?: string; warmUpMs?: number } = {},
  ) {
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const followed = jest.fn();
    const memory = new InventoryMemory({ firstVersion: 1, epoch: ulid() });
    const connection = new RedisConnection({
      url: options.url ?? url!,
      logger,
    });
    const store = new RedisInventoryStore({
      memory,
      connection,
      sources: [{ source, accountDigest: options.accountDigest ?? 'account' }],
      keyPrefix,
      ttlMs: 60_000,
      logger,
      observer: { onFollowed: followed },
      times: {
        warmUpMs: 2_000,
        flushMs: 20,
        reportMs: 10,
        blockMs: 100,
        longestRetryMs: 100,
      },
    });
    await store.start();
    ends.push(() => store.stop());
    return { store, connection, logger, followed };
  }

  function machines(store: RedisInventoryStore): Machine[] {
    return [...store.snapshot().list('machine', source)].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
  }

  function set(object: InventoryObject): InventoryChange {
    return { type: 'set', object };
  }

  /** Resolves once it is so. */
  async function until(
    isSo: () => boolean | Promise<boolean>,
    what: string,
  ): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await isSo())) {
      if (Date.now() > deadline) {
        throw new Error(`It never came to be that ${what}`);
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }

  const three = [1, 2, 3].map(number => exampleMachine(source, number));

  it('shows on another replica what one has collected, and what changes', async () => {
    const a = await replica();
    const b = await replica();
    await a.store.replace(first, three);
    await until(() => machines(b.store).length === 3, 'b has the load');
    await a.store.apply(first, [
      set({ ...three[0], name: 'renamed' }),
      { type: 'delete', kind: 'machine', id: three[1].id },
    ]);
    await until(() => machines(b.store).length === 2, 'b has the change');

    expect(machines(b.store)).toEqual(machines(a.store));
    expect(b.store.historyOf(source).position).toEqual(
      a.store.historyOf(source).position,
    );
    expect(b.store.snapshot().table('machine').tag).toBe(
      a.store.snapshot().table('machine').tag,
    );
    const [[from, sharedAt]] = b.followed.mock.calls;
    expect(from).toBe(source);
    expect(Math.abs(Date.now() - sharedAt)).toBeLessThan(60_000);
    expect(a.followed).not.toHaveBeenCalled();
  });

  it('passes on what the collector says of the source', async () => {
    const a = await replica();
    const b = await replica();
    await a.store.replace(first, three);
    a.store.report(first, { asOf: 7, lastError: { message: 'no', at: 8 } });
    await until(() => b.store.reportOf(source).asOf === 7, 'b has the report');
    expect(b.store.reportOf(source).lastError?.message).toBe('no');

    a.store.report(first, { lastError: undefined });
    await until(() => !b.store.reportOf(source).lastError, 'the error is gone');
  });

  it('begins with what is known, with its age', async () => {
    const a = await replica();
    await a.store.replace(first, three);
    await a.store.apply(first, [set({ ...three[0], name: 'renamed' })]);
    a.store.report(first, { asOf: 7 });
    await a.store.stop();
    const b = await replica();

    expect(machines(b.store)[0].name).toBe('renamed');
    expect(b.store.reportOf(source)).toEqual({ asOf: 7 });
  });

  it('begins with changes whose chunks were never written', async () => {
    const a = await replica();
    await a.store.replace(first, three);
    for (let i = 0; i < 5; i++) {
      await a.store.apply(first, [set({ ...three[0], name: `name ${i}` })]);
    }
    const b = await replica();

    expect(machines(b.store)[0].name).toBe('name 4');
  });

  it('tells large changes by chunks', async () => {
    const many = Array.from({ length: 3_000 }, (_, number) =>
      exampleMachine(source, number),
    );
    const a = await replica();
    const b = await replica();
    await a.store.replace(first, three);
    await until(() => machines(b.store).length === 3, 'b has the load');
    await a.store.replace(first, many);
    await until(() => machines(b.store).length === 3_000, 'b has them all');

    expect(machines(b.store)).toEqual(machines(a.store));
  });

  it('refuses the writer whose lease was taken over, and follows the other', async () => {
    const a = await replica();
    const b = await replica();
    await a.store.replace(first, three);
    await until(() => machines(b.store).length === 3, 'b has the load');
    await b.store.replace(second, [three[0]]);

    await expect(
      a.store.apply(first, [set({ ...three[0], name: 'late' })]),
    ).rejects.toThrow(/taken over: fencing number 1 was followed by 2/);
    await until(() => machines(a.store).length === 1, 'a follows b');
    b.store.report(second, { asOf: 9 });
    await until(() => a.store.reportOf(source).asOf === 9, 'a hears of b');
    expect(() => a.store.report(first, { asOf: 10 })).toThrow(/taken over/);
  });

  it('never shows less than was known while another replica takes over', async () => {
    const a = await replica();
    await a.store.replace(first, three);
    const b = await replica();
    const seen = new Set<number>();
    b.store.onChange(() => seen.add(machines(b.store).length));
    await b.store.replace(second, [...three, exampleMachine(source, 4)]);

    expect(machines(b.store)).toHaveLength(4);
    expect([...seen].every(count => count >= 3)).toBe(true);
  });

  it('goes on in memory while Redis is gone, and makes up for it after', async () => {
    const proxy = await RedisProxy.start(url!);
    ends.push(() => proxy.stop());
    const a = await replica({ url: proxy.url });
    const b = await replica();
    await a.store.replace(first, three);
    await until(() => machines(b.store).length === 3, 'b has the load');
    proxy.cut();
    await until(() => a.connection.problem !== undefined, 'it is noticed');
    await a.store.apply(first, [set({ ...three[0], name: 'meanwhile' })]);
    expect(machines(a.store)[0].name).toBe('meanwhile');
    expect(machines(b.store)[0].name).toBe(three[0].name);

    proxy.mend();
    await until(
      () => machines(b.store)[0].name === 'meanwhile',
      'b has what it missed',
    );
    expect(a.connection.problem).toBeUndefined();
    await a.store.apply(first, [set({ ...three[1], name: 'after' })]);
    await until(() => machines(b.store)[1].name === 'after', 'b follows again');
  });

  it('serves on while Redis is gone, and catches up without a gap', async () => {
    const proxy = await RedisProxy.start(url!);
    ends.push(() => proxy.stop());
    const a = await replica();
    const b = await replica({ url: proxy.url });
    await a.store.replace(first, three);
    await until(() => machines(b.store).length === 3, 'b has the load');
    const { position } = b.store.historyOf(source);
    proxy.cut();
    await a.store.apply(first, [set({ ...three[0], name: 'one' })]);
    await a.store.apply(first, [set({ ...three[0], name: 'two' })]);
    expect(machines(b.store)).toHaveLength(3);

    proxy.mend();
    await until(() => machines(b.store)[0].name === 'two', 'b has caught up');
    const since = b.store.historyOf(source).since(position, 0, 100);
    expect(
      since?.changes.map(each => each.type === 'set' && each.object.name),
    ).toEqual(['one', 'two']);
  });

  it('fills Redis again when it was emptied', async () => {
    const a = await replica();
    const b = await replica();
    await a.store.replace(first, three);
    await until(() => machines(b.store).length === 3, 'b has the load');
    await empty();
    await until(
      async () => (await redis.keys(`${keyPrefix}*meta`)).length === 1,
      'it is filled again',
    );
    await a.store.apply(first, [set({ ...three[0], name: 'after' })]);
    await until(() => machines(b.store)[0].name === 'after', 'b follows again');

    expect(machines((await replica()).store)).toEqual(machines(a.store));
  });

  it('does not overwrite what is known before it has loaded all itself', async () => {
    const proxy = await RedisProxy.start(url!);
    ends.push(() => proxy.stop());
    const a = await replica();
    await a.store.replace(first, three);
    proxy.cut();
    const b = await replica({ url: proxy.url });
    b.store.report(second, { progress: { objects: 0 } });
    await b.store.apply(second, [set(exampleMachine(source, 9))]);
    proxy.mend();
    await until(() => machines(b.store).length === 3, 'b has what is known');

    expect(machines((await replica()).store)).toHaveLength(3);
  });

  it('tests Redis step by step', async () => {
    const { store } = await replica();
    expect(store.status()).toEqual({ type: 'redis' });

    const steps = await store.test();
    expect(steps.map(({ name, ok }) => [name, ok])).toEqual([
      ['Connection', true],
      ['Version', true],
      ['Read and write', true],
      ['Memory', true],
    ]);
    expect(await redis.keys(`${keyPrefix}*test*`)).toEqual([]);
  });

  it('says why Redis cannot be reached', async () => {
    const proxy = await RedisProxy.start(url!);
    ends.push(() => proxy.stop());
    proxy.cut();
    const { store } = await replica({ url: proxy.url });
    expect(store.status().problem).toBeDefined();

    const steps = await store.test();
    expect(steps).toHaveLength(1);
    expect(steps[0].detail).toMatch(/Check vmInventory.redis/);
  });

  it('keeps what two accounts see apart', async () => {
    const a = await replica({ accountDigest: 'one' });
    await a.store.replace(first, three);
    const b = await replica({ accountDigest: 'other' });

    expect(machines(b.store)).toEqual([]);
  });

  it('lets everything end by itself', async () => {
    const a = await replica();
    await a.store.replace(first, three);
    const keys = (await redis.keys(`${keyPrefix}*{*`)).sort();
    expect(keys.map(key => key.split(':').at(-1))).toEqual([
      'chunks',
      'meta',
      'stream',
    ]);
    for (const key of keys) {
      expect(await redis.pttl(key)).toBeGreaterThan(50_000);
    }
  });

  it('removes what no replica has called its own for an hour', async () => {
    const a = await replica({ accountDigest: 'old' });
    await a.store.replace(first, three);
    const b = await replica({ accountDigest: 'new' });
    await b.store.replace(first, three);
    const owners = new Owners({
      redis,
      prefix: keyPrefix,
      owned: ['fra:new'],
      logger: mockServices.logger.mock(),
    });
    const hour = 60 * 60_000;

    expect(await owners.prune(Date.now() + hour / 2)).toEqual([]);
    expect(await owners.prune(Date.now() + hour * 1.2)).toEqual(['fra:old']);
    expect(await redis.keys(`${keyPrefix}*{fra:old}*`)).toEqual([]);
    expect(await redis.keys(`${keyPrefix}*{fra:new}*`)).toHaveLength(3);
  });

  it('leaves every replica equal to a fresh load, whatever changes and whoever writes', async () => {
    const someMachine = fc
      .record({
        number: fc.integer({ min: 0, max: 12 }),
        name: fc.constantFrom('web1', 'web2', 'db'),
      })
      .map(({ number, name }) => ({ ...exampleMachine(source, number), name }));
    const someChange = fc.oneof(
      someMachine.map(set),
      fc.integer({ min: 0, max: 12 }).map(
        (number): InventoryChange => ({
          type: 'delete',
          kind: 'machine',
          id: exampleMachine(source, number).id,
        }),
      ),
    );
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('apply' as const),
          changes: fc.array(someChange, { minLength: 1, maxLength: 4 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('load' as const),
          objects: fc.uniqueArray(someMachine, { selector: ({ id }) => id }),
        }),
      },
      { weight: 1, arbitrary: fc.constant({ do: 'take over' as const }) },
      { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        async steps => {
          keyPrefix = `test-${ulid()}:`;
          const replicas = [await replica(), await replica()];
          let writing = 0;
          let fencing = 1;
          let expected = new Map<string, InventoryObject>();
          const load = () =>
            replicas[writing].store.replace({ source, fencing }, [
              ...expected.values(),
            ]);
          await load();
          for (const each of steps) {
            const writer = { source, fencing };
            switch (each.do) {
              case 'apply':
                await replicas[writing].store.apply(writer, each.changes);
                for (const change of each.changes) {
                  if (change.type === 'set') {
                    expected.set(change.object.id, change.object);
                  } else {
                    expected.delete(change.id);
                  }
                }
                break;
              case 'load':
                expected = new Map(each.objects.map(one => [one.id, one]));
                await load();
                break;
              case 'take over':
                writing = 1 - writing;
                fencing++;
                await load();
                break;
              default:
                await replicas[1 - writing].store.stop();
                replicas[1 - writing] = await replica();
            }
          }
          const all = [...expected.values()].sort((a, b) =>
            a.id < b.id ? -1 : 1,
          );
          const { position } = replicas[writing].store.historyOf(source);
          for (const { store } of replicas) {
            await until(() => {
              const there = store.historyOf(source).position;
              return (
                there.epoch === position.epoch && there.seq === position.seq
              );
            }, 'each replica is where the writer is');
            expect(machines(store)).toEqual(all);
          }
          await Promise.all(ends.splice(0).map(end => end()));
        },
      ),
      { numRuns: 25 },
    );
  });
});
