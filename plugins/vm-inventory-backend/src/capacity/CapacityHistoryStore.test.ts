import { Room } from '@backlot/plugin-vm-inventory-common';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { migrationsDirectory } from '../database/connectDatabase';
import { CapacityHistoryStore, CapacityObject } from './CapacityHistoryStore';

jest.setTimeout(60_000);

const PIB = 1024 ** 5;

const cluster: CapacityObject = {
  source: 'fra',
  kind: 'cluster',
  id: 'domain-1',
  name: 'prod',
  datacenter: 'datacenter-1',
};
const datastore: CapacityObject = {
  source: 'fra',
  kind: 'datastore',
  id: 'datastore-1',
  name: 'ds',
};

function room(used: number, allowed = 100): Room {
  return {
    total: allowed,
    allowed,
    used,
    reserved: 1,
    free: allowed - used - 1,
  };
}

describe('CapacityHistoryStore', () => {
  const databases = availableDatabases();

  describe.each(databases.eachSupportedId())('on %s', id => {
    async function create() {
      const db = await databases.init(id);
      await db.migrate.latest({ directory: migrationsDirectory });
      return new CapacityHistoryStore({ db });
    }
    const all = { from: '2026-01-01', to: '2026-12-31' };

    it('remembers of a day what was said last', async () => {
      const store = await create();
      await store.record('2026-11-20', [
        { object: cluster, rooms: { cpu: room(10), memory: room(20) } },
      ]);
      await store.record('2026-11-21', [
        { object: cluster, rooms: { cpu: room(30) } },
      ]);
      await store.record('2026-11-21', [
        {
          object: { ...cluster, name: 'renamed' },
          rooms: { cpu: room(40), memory: room(50) },
        },
        { object: datastore, rooms: { storage: room(PIB, 3 * PIB) } },
      ]);

      const days = await store.days({
        source: 'fra',
        objects: [cluster, datastore],
        ...all,
      });
      expect(days.get('cpu')).toEqual([
        { day: '2026-11-20', ...room(10) },
        { day: '2026-11-21', ...room(40) },
      ]);
      expect(days.get('memory')?.map(({ used }) => used)).toEqual([20, 50]);
      expect(days.get('storage')).toEqual([
        { day: '2026-11-21', ...room(PIB, 3 * PIB) },
      ]);
      expect(await store.objects('fra')).toEqual([
        { ...cluster, name: 'renamed' },
        datastore,
      ]);
    });

    it('adds up, within a source only', async () => {
      const store = await create();
      await store.record('2026-11-21', [
        { object: cluster, rooms: { cpu: room(10) } },
        { object: { ...cluster, id: 'domain-2' }, rooms: { cpu: room(20) } },
        { object: { ...cluster, id: 'domain-3' }, rooms: { cpu: room(40) } },
        { object: { ...cluster, source: 'ams' }, rooms: { cpu: room(80) } },
      ]);

      const days = await store.days({
        source: 'fra',
        objects: [cluster, { ...cluster, id: 'domain-2' }],
        ...all,
      });
      expect(days.get('cpu')).toEqual([
        {
          day: '2026-11-21',
          total: 200,
          allowed: 200,
          used: 30,
          reserved: 2,
          free: 168,
        },
      ]);
    });

    it('answers the days asked for, and says which were not measured', async () => {
      const store = await create();
      for (const day of ['2026-11-18', '2026-11-19', '2026-11-20']) {
        await store.record(
          day,
          [{ object: datastore, rooms: { storage: room(1) } }],
          day < '2026-11-20' ? { origin: 'old monitoring' } : {},
        );
      }

      const days = await store.days({
        source: 'fra',
        objects: [datastore],
        from: '2026-11-19',
        to: '2026-11-20',
      });
      expect(
        days.get('storage')?.map(({ day, origin }) => [day, origin]),
      ).toEqual([
        ['2026-11-19', 'old monitoring'],
        ['2026-11-20', undefined],
      ]);
      expect(await store.since('2026-11-20')).toEqual([
        {
          object: { source: 'fra', kind: 'datastore', id: 'datastore-1' },
          resource: 'storage',
          day: '2026-11-20',
          ...room(1),
        },
      ]);
    });

    it('forgets what is too old', async () => {
      const store = await create();
      await store.record('2026-11-19', [
        { object: cluster, rooms: { cpu: room(1) } },
        { object: datastore, rooms: { storage: room(1) } },
      ]);
      await store.record('2026-11-20', [
        { object: datastore, rooms: { storage: room(2) } },
      ]);

      await store.prune('2026-11-20');

      expect(await store.objects('fra')).toEqual([datastore]);
      expect((await store.since('2026-01-01')).map(({ day }) => day)).toEqual([
        '2026-11-20',
      ]);
    });

    it('takes more than a database takes in one statement', async () => {
      const store = await create();
      const samples = Array.from({ length: 3500 }, (_, index) => ({
        object: { ...datastore, id: `datastore-${index}` },
        rooms: { storage: room(1) },
      }));
      await store.record('2026-11-20', samples);

      const days = await store.days({
        source: 'fra',
        objects: samples.map(({ object }) => object),
        ...all,
      });
      expect(days.get('storage')).toMatchObject([{ used: 3500 }]);
    });
  });
});
