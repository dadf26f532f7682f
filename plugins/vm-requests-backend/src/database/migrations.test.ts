import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { availableDatabases } from '../__testUtils__/availableDatabases';

const directory = resolvePackagePath(
  '@backlot/plugin-vm-requests-backend',
  'migrations',
);
const migrations = readdirSync(directory).filter(name => name.endsWith('.js'));

describe('migrations', () => {
  const databases = availableDatabases();

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
