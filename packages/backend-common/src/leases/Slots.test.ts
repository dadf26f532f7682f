import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { Knex } from 'knex';
import {
  anotherConnection,
  availableDatabases,
  createTables,
} from '../__testUtils__/availableDatabases';
import { Slot, Slots } from './Slots';

jest.setTimeout(60_000);

async function closeOther(db: Knex, other: Knex): Promise<void> {
  if (other !== db) {
    await other.destroy();
  }
}

const breath = () =>
  new Promise(resolve => {
    setTimeout(resolve, 5);
  });

describe('Slots', () => {
  const databases = availableDatabases();
  const logger = mockServices.logger.mock();

  async function start(id: TestDatabaseId) {
    const db = await databases.init(id);
    await createTables(db);
    return db;
  }

  const replica = (db: Knex, size: number, ttlMs = 30_000) =>
    new Slots({ db, logger, queue: 'atlantis', size, ttlMs, lookMs: 10 });

  async function until(condition: () => boolean | Promise<boolean>) {
    const end = Date.now() + 20_000;
    while (!(await condition())) {
      if (Date.now() > end) {
        throw new Error('It did not come to be in 20 s');
      }
      await breath();
    }
  }

  it.each(databases.eachSupportedId())(
    'are given to as many as there are, then to who came first, on %s',
    async id => {
      const db = await start(id);
      const other = anotherConnection(db);
      const replicas = [replica(db, 2), replica(other, 2)];
      const order: number[] = [];
      const slots: Slot[] = [];
      const begin = async (number: number) => {
        const slot = await replicas[number % 2].take({});
        order.push(number);
        slots.push(slot);
      };
      const taking: Promise<void>[] = [];
      for (let number = 0; number < 6; number++) {
        taking.push(begin(number));
        await until(
          async () => (await db('slot_tickets').select()).length > number,
        );
      }
      await until(() => order.length === 2);
      for (let done = 0; done < 4; done++) {
        await slots[done].release();
        await until(() => order.length === done + 3);
      }
      expect(order.slice(2)).toEqual([2, 3, 4, 5]);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      await Promise.all(taking);
      await Promise.all(slots.slice(4).map(slot => slot.release()));
      expect(await db('slot_tickets').select()).toEqual([]);
      await closeOther(db, other);
    },
  );

  it.each(databases.eachSupportedId())(
    'go to a better rank first, without taking one away, on %s',
    async id => {
      const db = await start(id);
      const slots = replica(db, 1);
      const order: number[] = [];
      const begin = async (rank: number) => {
        const slot = await slots.take({ rank });
        order.push(rank);
        await slot.release();
      };
      const first = await slots.take({ rank: 9 });
      const waiting = [2, 2, 0, 1].map(async (rank, at) => {
        await until(
          async () => (await db('slot_tickets').select()).length > at,
        );
        await begin(rank);
      });
      await until(async () => (await db('slot_tickets').select()).length === 5);
      expect(order).toEqual([]);
      await first.release();
      await Promise.all(waiting);
      expect(order).toEqual([0, 1, 2, 2]);
    },
  );

  it.each(databases.eachSupportedId())(
    'keep the order of numbers among tickets of an older release, on %s',
    async id => {
      const db = await start(id);
      await db('slot_queues').insert({ queue: 'atlantis', last_ticket: 1 });
      const expires_at = Date.now() + 60_000;
      await db('slot_tickets').insert({
        queue: 'atlantis',
        ticket: 1,
        expires_at,
      });
      const slots = replica(db, 1);
      const order: string[] = [];
      const waiting = slots.take({ rank: 1 }).then(slot => {
        order.push('ours');
        return slot;
      });
      await until(async () => (await db('slot_tickets').select()).length === 2);
      // It waits for ours, and ours not for it.
      await db('slot_tickets').insert({
        queue: 'atlantis',
        ticket: 3,
        expires_at,
      });
      expect(order).toEqual([]);
      await db('slot_tickets').where({ ticket: 1 }).delete();
      await (await waiting).release();
      expect(order).toEqual(['ours']);
    },
  );

  it('say how many must end first', async () => {
    const db = await start('SQLITE_3');
    const slots = replica(db, 1);
    const first = await slots.take({});
    const told: number[] = [];
    const second = slots.take({});
    await until(async () => (await db('slot_tickets').select()).length === 2);
    const third = slots.take({ onWait: before => told.push(before) });
    await until(() => told.length === 1);
    await first.release();
    await (await second).release();
    await (await third).release();
    expect(told[0]).toBe(2);
    expect(told.every((before, at) => at === 0 || before < told[at - 1])).toBe(
      true,
    );
  });

  it.each(databases.eachSupportedId())(
    'leave the queue when told to stop waiting, on %s',
    async id => {
      const db = await start(id);
      const slots = replica(db, 1);
      const first = await slots.take({});
      const stop = new AbortController();
      const second = slots.take({ signal: stop.signal });
      await until(async () => (await db('slot_tickets').select()).length === 2);
      stop.abort(new Error('The task was cancelled'));
      await expect(second).rejects.toThrow('The task was cancelled');
      expect(await db('slot_tickets').select()).toHaveLength(1);
      await first.release();
    },
  );

  it.each(databases.eachSupportedId())(
    'go on to the next when their holder dies, on %s',
    async id => {
      const db = await start(id);
      // Nobody renews this: its holder is dead.
      await db('slot_queues').insert({ queue: 'atlantis', last_ticket: 7 });
      await db('slot_tickets').insert({
        queue: 'atlantis',
        ticket: 7,
        rank: 0,
        held: true,
        expires_at: Date.now() + 700,
      });
      const slots = replica(db, 1);
      const told: number[] = [];
      const slot = await slots.take({ onWait: before => told.push(before) });
      expect(told).toEqual([1]);
      await slot.release();
    },
  );

  it.each(databases.eachSupportedId())(
    'never are more than there are, whoever comes, goes and gives up, on %s',
    async id => {
      const db = await start(id);
      const other = anotherConnection(db);
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 4 }),
          fc.array(
            fc.record({
              replica: fc.integer({ min: 0, max: 2 }),
              rank: fc.integer({ min: 0, max: 2 }),
              work: fc.integer({ min: 0, max: 6 }),
              givesUp: fc.boolean(),
            }),
            { minLength: 1, maxLength: 12 },
          ),
          async (size, comers) => {
            const replicas = [db, other, db].map(one => replica(one, size));
            let now = 0;
            let most = 0;
            let ended = 0;
            await Promise.all(
              comers.map(async comer => {
                const signal = comer.givesUp
                  ? AbortSignal.timeout(comer.work * 4)
                  : undefined;
                let slot: Slot;
                try {
                  slot = await replicas[comer.replica].take({
                    signal,
                    rank: comer.rank,
                  });
                } catch (error) {
                  if (!signal?.aborted) {
                    throw error;
                  }
                  ended += 1;
                  return;
                }
                now += 1;
                most = Math.max(most, now);
                for (let round = 0; round < comer.work; round++) {
                  await breath();
                }
                now -= 1;
                ended += 1;
                await slot.release();
              }),
            );
            expect(most).toBeLessThanOrEqual(size);
            expect(ended).toBe(comers.length);
            expect(await db('slot_tickets').select()).toEqual([]);
          },
        ),
        { numRuns: 25 },
      );
      await closeOther(db, other);
    },
  );
});
