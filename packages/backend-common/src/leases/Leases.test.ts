import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  anotherConnection,
  availableDatabases,
  createTables,
} from '../__testUtils__/availableDatabases';
import { assertLeaseHeld, Lease } from './Lease';
import { Leases } from './Leases';

jest.setTimeout(60_000);

describe('Leases', () => {
  const databases = availableDatabases();
  const logger = mockServices.logger.mock();
  const held: Lease[] = [];

  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(held.splice(0).map(lease => lease.release()));
  });

  async function start(id: TestDatabaseId) {
    const db = await databases.init(id);
    await createTables(db);
    return db;
  }

  function replica(db: Knex, ttlMs = 30_000): Leases {
    return new Leases({ db, logger, ttlMs, lookMs: 20 });
  }

  async function take(leases: Leases, name = 'fra'): Promise<Lease> {
    const lease = await leases.acquire(name, {
      signal: AbortSignal.timeout(20_000),
    });
    held.push(lease);
    return lease;
  }

  function lost({ signal }: Lease): Promise<unknown> {
    return new Promise(resolve => {
      const end = () => resolve(signal.reason);
      signal.addEventListener('abort', end);
      if (signal.aborted) {
        end();
      }
    });
  }

  /** A database that cannot be written to any more, for one replica. */
  function unreachable(db: Knex): { db: Knex; cut(): void } {
    let cut = false;
    const proxied = new Proxy(db, {
      apply: (target, _, input: [string]) => {
        if (cut) {
          throw new Error('connect ECONNREFUSED');
        }
        return target(...input);
      },
    });
    return { db: proxied, cut: () => (cut = true) };
  }

  it.each(databases.eachSupportedId())(
    'are held by one at a time, and go to another at once when let go, on %s',
    async id => {
      const db = await start(id);
      const first = await take(replica(db));
      expect(await replica(db).tryAcquire('fra')).toBeUndefined();
      const other = await take(replica(db), 'ham');
      expect(other.signal.aborted).toBe(false);
      await first.release();
      const second = await take(replica(db));
      expect(second.fencing).toBe(first.fencing + 1);
    },
  );

  it.each(databases.eachSupportedId())(
    'go to exactly one of many who want it at the same time, on %s',
    async id => {
      const db = await start(id);
      const other = anotherConnection(db);
      for (let round = 0; round < 5; round++) {
        const taken = await Promise.all(
          Array.from({ length: 12 }, (_, index) =>
            replica(index % 2 ? db : other).tryAcquire('fra'),
          ),
        );
        const winners = taken.flatMap(lease => lease ?? []);
        expect(winners).toHaveLength(1);
        await winners[0].release();
      }
      if (other !== db) {
        await other.destroy();
      }
    },
  );

  it.each(
    databases
      .eachSupportedId()
      .flatMap(([id]) =>
        [31_000, 600_000, -600_000].map(skew => [id, skew] as const),
      ),
  )(
    'go by the clock of the database, on %s, whatever a clock of ours says (%d ms off)',
    async (id, skew) => {
      const db = await start(id);
      const first = await take(replica(db));
      const real = Date.now;
      jest.spyOn(Date, 'now').mockImplementation(() => real() + skew);
      expect(await replica(db).tryAcquire('fra')).toBeUndefined();
      await first.beat();
      expect(first.signal.aborted).toBe(false);
    },
  );

  it.each(databases.eachSupportedId())(
    'tell their holder to stop when they cannot be renewed, before another has them, on %s',
    async id => {
      const db = await start(id);
      const line = unreachable(db);
      const first = await take(replica(line.db, 5_000));
      line.cut();
      const taking = take(replica(db, 5_000));
      const reason = await lost(first);
      expect(await replica(db).tryAcquire('fra')).toBeUndefined();
      expect(String(reason)).toMatch(
        /lease 'fra' was lost: it could not be renewed in time/,
      );
      expect((await taking).fencing).toBe(first.fencing + 1);
      held.splice(held.indexOf(first), 1);
    },
  );

  it.each(databases.eachSupportedId())(
    'are renewed for as long as they are held, on %s',
    async id => {
      const db = await start(id);
      const first = await take(replica(db, 2_000));
      const end = Date.now() + 4_000;
      while (Date.now() < end) {
        expect(await replica(db).tryAcquire('fra')).toBeUndefined();
        await new Promise(resolve => {
          setTimeout(resolve, 100);
        });
      }
      expect(first.signal.aborted).toBe(false);
    },
  );

  it.each(databases.eachSupportedId())(
    'refuse the late write of who was fenced off, on %s',
    async id => {
      const db = await start(id);
      const first = await take(replica(db));
      const write = (lease: Lease) =>
        db.transaction(async trx => {
          await assertLeaseHeld(trx, lease);
          await trx('written').insert({ by: lease.fencing });
        });
      await write(first);
      await db('leases').update({ expires_at: 0 });
      const second = await take(replica(db));
      await expect(write(first)).rejects.toThrow(/another has taken it/);
      await write(second);
      expect(await db('written').pluck('by')).toEqual([
        first.fencing,
        second.fencing,
      ]);
      await first.beat();
      expect(String(first.signal.reason)).toMatch(/another has taken it/);
      await second.release();
      await expect(write(second)).rejects.toThrow(/was lost/);
    },
  );

  it('count on after their database was lost', async () => {
    const before = await start('SQLITE_3');
    const first = await take(replica(before));
    await first.release();
    const after = await start('SQLITE_3');
    const end = Date.now() + 2_100;
    while (Date.now() < end) {
      await new Promise(resolve => {
        setTimeout(resolve, 50);
      });
    }
    expect((await take(replica(after))).fencing).toBeGreaterThan(first.fencing);
  });

  it('are forgotten a day after they were held last', async () => {
    const db = await start('SQLITE_3');
    await (await take(replica(db), 'old')).release();
    await db('leases').update({ expires_at: 1 });
    const fresh = await take(replica(db));
    expect(await db('leases').pluck('name')).toEqual(['fra']);
    expect(fresh.signal.aborted).toBe(false);
  });

  it('stop being waited for when told to', async () => {
    const db = await start('SQLITE_3');
    await take(replica(db));
    const stop = new AbortController();
    const waiting = replica(db).acquire('fra', { signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow();
    expect(await db('leases').count({ count: '*' })).toEqual([{ count: 1 }]);
  });
});
