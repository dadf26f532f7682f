import { TestDatabases } from '@backstage/backend-test-utils';

/**
 * The databases to test with: PostgreSQL where a server is given, because the machine may have no
 * containers.
 *
 * @internal
 */
export function availableDatabases(): TestDatabases {
  return TestDatabases.create({
    ids: [
      'SQLITE_3',
      ...(process.env.BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING
        ? (['POSTGRES_17'] as const)
        : []),
    ],
  });
}
