import { ConflictError } from '@backstage/errors';
import { Reservation } from '@backlot/plugin-vm-inventory-common';
import { ManualClock } from '../__testUtils__/ManualClock';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { migrationsDirectory } from '../database/connectDatabase';
import { ReservationStore } from './ReservationStore';

jest.setTimeout(60_000);

const GIB = 1024 ** 3;

describe('ReservationStore', () => {
  const databases = availableDatabases();

  async function create(id: Parameters<typeof databases.init>[0]) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: migrationsDirectory });
    const clock = new ManualClock();
    return { clock, store: new ReservationStore({ db, clock }) };
  }

  function place(clock: ManualClock, cpus = 1) {
    return {
      cluster: 'domain-1',
      datastore: 'datastore-1',
      cpus,
      memoryMib: 4096,
      diskBytes: 9000 * GIB,
      expiresAt: new Date(clock.now() + 60_000).toISOString(),
    };
  }

  function keep(
    store: ReservationStore,
    clock: ManualClock,
    id: string,
    source = 'fra',
  ) {
    return store.keep({ id, source, createdBy: 'plugin:test' }, () => ({
      reservation: place(clock),
      chosen: undefined,
    }));
  }

  it.each(databases.eachSupportedId())(
    'keeps until the time is over, on %s',
    async id => {
      const { clock, store } = await create(id);
      await keep(store, clock, 'r1');
      const expected = { ...place(clock), id: 'r1', source: 'fra' };

      expect(await store.get('r1')).toEqual(expected);
      expect(await store.list({ source: 'fra' })).toEqual([expected]);
      expect(await store.list({ source: 'ams' })).toEqual([]);
      clock.advance(60_000);
      expect(await store.get('r1')).toBeUndefined();
      expect(await store.list()).toEqual([]);
      await keep(store, clock, 'r2');
      expect(await store.list()).toMatchObject([{ id: 'r2' }]);
    },
  );

  it.each(databases.eachSupportedId())(
    'shows to who chooses what others keep and what he keeps himself, on %s',
    async id => {
      const { clock, store } = await create(id);
      await keep(store, clock, 'r1');
      await keep(store, clock, 'r2');
      await keep(store, clock, 'elsewhere', 'ams');
      let seen: { others: Reservation[]; own?: Reservation } | undefined;
      await store.keep(
        { id: 'r1', source: 'fra', createdBy: 'plugin:test' },
        (others, own) => {
          seen = { others, own };
          return { reservation: place(clock, 8), chosen: undefined };
        },
      );

      expect(seen).toMatchObject({
        others: [{ id: 'r2' }],
        own: { id: 'r1', cpus: 1 },
      });
      expect(await store.get('r1')).toMatchObject({ cpus: 8 });
    },
  );

  it.each(databases.eachSupportedId())(
    'leaves all as it was when choosing fails, on %s',
    async id => {
      const { clock, store } = await create(id);
      await keep(store, clock, 'r1');

      await expect(
        store.keep({ id: 'r1', source: 'fra', createdBy: 'x' }, () => {
          throw new ConflictError('fits nowhere');
        }),
      ).rejects.toThrow('fits nowhere');
      expect(await store.get('r1')).toMatchObject({ cpus: 1 });
    },
  );

  it.each(databases.eachSupportedId())(
    'lets choose one after the other, never twice the same room, on %s',
    async id => {
      const { clock, store } = await create(id);
      const room = 5;
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          store.keep(
            { id: `r${index}`, source: 'fra', createdBy: 'x' },
            others => {
              if (others.length >= room) {
                throw new ConflictError('full');
              }
              return { reservation: place(clock), chosen: index };
            },
          ),
        ),
      );

      expect(
        results.filter(({ status }) => status === 'fulfilled'),
      ).toHaveLength(room);
      expect(await store.list()).toHaveLength(room);
    },
  );
});
