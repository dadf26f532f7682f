import { TestDatabases } from '@backstage/backend-test-utils';

/**
 * SQLite, and PostgreSQL where a server's connection string is given: TestDatabases would start one
 * in a container where CI is set.
 */
export function availableDatabases(): TestDatabases {
  return TestDatabases.create({
    ids: process.env.BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING
      ? ['POSTGRES_17', 'SQLITE_3']
      : ['SQLITE_3'],
  });
}
