import { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';

const tables = [
  'request_counts',
  'request_words',
  'leases',
  'logs',
  'effects',
  'owners',
  'mac_addresses',
  'names',
  'machines',
  'events',
  'attempts',
  'requests',
];

/**
 * A database of SQLite for the tests of a file, empty before each test.
 *
 * @returns a function that answers it, once the tests run
 */
export function useDatabase(): () => Knex {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let client: Knex;

  beforeAll(async () => {
    client = await databases.init('SQLITE_3');
    await client.migrate.latest({
      directory: resolvePackagePath(
        '@backlot/plugin-vm-requests-backend',
        'migrations',
      ),
    });
  });

  beforeEach(() => emptyDatabase(client));

  return () => client;
}

/** Deletes all rows. */
export async function emptyDatabase(client: Knex): Promise<void> {
  for (const table of tables) {
    await client(table).delete();
  }
}
