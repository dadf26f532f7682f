import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';

const directory = resolvePackagePath(
  '@backlot/plugin-vm-requests-backend',
  'migrations',
);
const migrations = readdirSync(directory).filter(name => name.endsWith('.js'));

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_17', 'SQLITE_3'] });

  it.each(databases.eachSupportedId())('go up and down, %p', async id => {
    const knex = await databases.init(id);
    for (const name of migrations) {
      await knex.migrate.up({ directory, name });
    }
    expect(await knex('requests').select()).toEqual([]);
    for (const name of [...migrations].reverse()) {
      await knex.migrate.down({ directory, name });
    }
    expect(await knex.schema.hasTable('requests')).toBe(false);
    for (const name of migrations) {
      await knex.migrate.up({ directory, name });
    }
    expect(await knex.schema.hasTable('requests')).toBe(true);
    await knex.destroy();
  });
});
