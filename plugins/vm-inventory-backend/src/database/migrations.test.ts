import { availableDatabases } from '../__testUtils__/availableDatabases';
import { migrationsDirectory } from './connectDatabase';

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = availableDatabases();

  it.each(databases.eachSupportedId())(
    'go up and down and up again on %s',
    async id => {
      const knex = await databases.init(id);
      const tables = [
        'leases',
        'reservations',
        'placement_locks',
        'capacity_objects',
        'capacity_days',
        'catalog_report',
      ];
      const present = () =>
        Promise.all(tables.map(table => knex.schema.hasTable(table)));

      await knex.migrate.latest({ directory: migrationsDirectory });
      expect(await present()).toEqual(tables.map(() => true));
      await knex.migrate.rollback({ directory: migrationsDirectory }, true);
      expect(await present()).toEqual(tables.map(() => false));
      await knex.migrate.latest({ directory: migrationsDirectory });
      expect(await present()).toEqual(tables.map(() => true));
    },
  );
});
