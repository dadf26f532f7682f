import { mockServices } from '@backstage/backend-test-utils';
import { ManualClock } from '../__testUtils__/ManualClock';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { migrationsDirectory } from '../database/connectDatabase';
import { SourceLeases } from './SourceLeases';

jest.setTimeout(60_000);

describe('SourceLeases', () => {
  const databases = availableDatabases();

  async function replicas(id: Parameters<typeof databases.init>[0]) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: migrationsDirectory });
    const clock = new ManualClock();
    const replica = (name: string, ownClock = clock) =>
      new SourceLeases({
        db,
        replica: name,
        clock: ownClock,
        logger: mockServices.logger.mock(),
      });
    return { clock, replica };
  }

  const onRefresh = () => {};

  it.each(databases.eachSupportedId())(
    'lets one replica collect a shared source, and another once it lets go, on %s',
    async id => {
      const { clock, replica } = await replicas(id);
      const { signal } = new AbortController();
      const options = { signal, onRefresh };
      const first = await replica('a').acquire('fra', 'shared', options);
      const second = replica('b').acquire('fra', 'shared', options);
      await clock.sleeping(1000);
      await first.release();
      clock.advance(1000);

      const lease = await second;
      expect(lease.fencing).toBe(first.fencing + 1);
      await lease.release();
    },
  );

  it.each(databases.eachSupportedId())(
    'lets another replica take over within 10 seconds after the last beat, on %s',
    async id => {
      const { clock: frozen, replica } = await replicas(id);
      const clock = new ManualClock(0);
      const { signal } = new AbortController();
      const options = { signal, onRefresh };
      const first = await replica('a').acquire('fra', 'shared', options);
      let taken = false;
      const second = replica('b', clock)
        .acquire('fra', 'shared', options)
        .finally(() => {
          taken = true;
        });
      for (;;) {
        await Promise.race([second, clock.sleeping(1000)]);
        if (taken) {
          break;
        }
        clock.advance(1000);
      }

      const lease = await second;
      expect(clock.now()).toBeLessThanOrEqual(10_000);
      expect(lease.fencing).toBe(first.fencing + 1);
      await frozen.sleeping(2000);
      frozen.advance(2000);
      await new Promise(resolve =>
        first.signal.addEventListener('abort', resolve),
      );
      expect(first.signal.reason.message).toMatch(/another replica/);
      await first.release();
      await lease.release();
    },
  );

  it('lets each replica collect for itself where the store is its own', async () => {
    const { replica } = await replicas('SQLITE_3');
    const { signal } = new AbortController();
    const leases = await Promise.all(
      ['a', 'b'].map(name =>
        replica(name).acquire('fra', 'replica', { signal, onRefresh }),
      ),
    );

    expect(leases.map(({ signal: { aborted } }) => aborted)).toEqual([
      false,
      false,
    ]);
    await Promise.all(leases.map(lease => lease.release()));
  });

  it('hands a request for a refresh to all who collect the source', async () => {
    const { replica } = await replicas('SQLITE_3');
    const { signal } = new AbortController();
    const asked: unknown[] = [];
    const a = replica('a');
    const lease = await a.acquire('fra', 'replica', {
      signal,
      onRefresh: request => asked.push(request),
    });
    await replica('b').requestRefresh('fra', { acceptLoss: true });
    await lease.beat();
    await lease.beat();

    expect(asked).toEqual([{ acceptLoss: true }]);
    await lease.release();
  });

  it('counts on after its database was lost', async () => {
    const before = await replicas('SQLITE_3');
    const after = await replicas('SQLITE_3');
    const options = { signal: new AbortController().signal, onRefresh };
    const lease = await before.replica('a').acquire('fra', 'shared', options);
    after.clock.advance(5_000);
    const later = await after.replica('a').acquire('fra', 'shared', options);

    expect(later.fencing).toBeGreaterThan(lease.fencing);
    await lease.release();
    await later.release();
  });

  it('stops waiting when told to', async () => {
    const { clock, replica } = await replicas('SQLITE_3');
    const stop = new AbortController();
    const first = await replica('a').acquire('fra', 'shared', {
      signal: stop.signal,
      onRefresh,
    });
    const second = replica('b').acquire('fra', 'shared', {
      signal: stop.signal,
      onRefresh,
    });
    await clock.sleeping(1000);
    stop.abort(new Error('stopped'));

    await expect(second).rejects.toThrow('stopped');
    await first.release();
  });
});
