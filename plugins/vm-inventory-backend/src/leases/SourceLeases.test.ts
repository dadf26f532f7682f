import { mockServices } from '@backstage/backend-test-utils';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { systemClock } from '../clock';
import { migrationsDirectory } from '../database/connectDatabase';
import { SourceLease } from './SourceLease';
import { SourceLeases } from './SourceLeases';

jest.setTimeout(60_000);

const onRefresh = () => {};

describe('SourceLeases', () => {
  const databases = availableDatabases();
  const held: SourceLease[] = [];

  afterEach(async () => {
    await Promise.all(held.splice(0).map(lease => lease.release()));
  });

  async function replicas(
    id: Parameters<typeof databases.init>[0],
    ttlMs?: number,
  ) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: migrationsDirectory });
    return (replica: string) =>
      new SourceLeases({
        db,
        replica,
        ttlMs,
        clock: systemClock,
        logger: mockServices.logger.mock(),
      });
  }

  async function acquire(
    leases: SourceLeases,
    scope: 'replica' | 'shared',
    options: Partial<Parameters<SourceLeases['acquire']>[2]> = {},
  ) {
    const lease = await leases.acquire('fra', scope, {
      signal: AbortSignal.timeout(20_000),
      onRefresh,
      ...options,
    });
    held.push(lease);
    return lease;
  }

  it.each(databases.eachSupportedId())(
    'let one replica collect a shared source, and another once it lets go, on %s',
    async id => {
      const replica = await replicas(id);
      const first = await acquire(replica('a'), 'shared');
      let taken = false;
      const second = acquire(replica('b'), 'shared').finally(() => {
        taken = true;
      });
      await first.beat();
      expect(taken).toBe(false);
      await first.release();

      expect((await second).fencing).toBe(first.fencing + 1);
    },
  );

  it('let each replica collect for itself where the store is its own', async () => {
    const replica = await replicas('SQLITE_3');
    const leases = await Promise.all(
      ['a', 'b'].map(name => acquire(replica(name), 'replica')),
    );

    expect(leases.map(({ signal: { aborted } }) => aborted)).toEqual([
      false,
      false,
    ]);
  });

  it.each(databases.eachSupportedId())(
    'hand each request for a refresh once to all who collect the source, on %s',
    async id => {
      const replica = await replicas(id, 400);
      const asked: unknown[] = [];
      const a = replica('a');
      const lease = await acquire(a, 'replica', {
        onRefresh: request => asked.push(request),
      });
      await replica('b').requestRefresh('fra', { acceptLoss: true });
      await lease.beat();
      await lease.beat();
      expect(asked).toEqual([{ acceptLoss: true }]);

      const elsewhere = new Promise(resolve => {
        acquire(replica('c'), 'replica', { onRefresh: resolve }).then(() =>
          a.requestRefresh('fra', { acceptLoss: false }),
        );
      });
      expect(await elsewhere).toEqual({ acceptLoss: false });
    },
  );

  it.each(databases.eachSupportedId())(
    'keep counting from the numbers of the first release, on %s',
    async id => {
      const db = await databases.init(id);
      await db.migrate.up({ directory: migrationsDirectory });
      await db('source_leases').insert(
        ['fra', 'fra@gone'].map(name => ({
          name,
          source: 'fra',
          holder: 'x',
          fencing: 2_000_000_000,
          beat: 7,
          refreshes: 0,
          accept_loss: false,
          beat_at: new Date(),
        })),
      );
      await db.migrate.latest({ directory: migrationsDirectory });
      const lease = await acquire(
        new SourceLeases({
          db,
          replica: 'a',
          clock: systemClock,
          logger: mockServices.logger.mock(),
        }),
        'shared',
      );

      expect(lease.fencing).toBe(2_000_000_001);
      expect(await db('leases').pluck('name')).toEqual(['fra']);
    },
  );
});
