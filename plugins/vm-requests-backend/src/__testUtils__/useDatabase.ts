import { Knex } from 'knex';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';

const tables = [
  'request_counts',
  'request_words',
  'request_deciders',
  'leases',
  'logs',
  'effects',
  'owners',
  'mac_addresses',
  'names',
  'batch_items',
  'batches',
  'machines',
  'events',
  'attempts',
  'requests',
];

/**
 * A database for the tests of a file or a part of it, empty before each test.
 *
 * @param on - of SQLite when absent
 * @returns a function that answers it, once the tests run
 */
export function useDatabase(
  on: { databases: TestDatabases; id: TestDatabaseId } = {
    databases: TestDatabases.create({ ids: ['SQLITE_3'] }),
    id: 'SQLITE_3',
  },
): () => Knex {
  const { databases, id } = on;
  let client: Knex;

  beforeAll(async () => {
    client = await databases.init(id);
    await createTables(client);
    if (id === 'SQLITE_3') {
      await keepStatements(client);
    }
  });

  beforeEach(() => emptyDatabase(client));

  return () => client;
}

/**
 * Prepares each statement once, where Knex does so each time: a matrix of crashes plays the same few
 * hundred some hundred thousand times.
 */
async function keepStatements({ client }: Knex): Promise<void> {
  const connection: { prepare(sql: string): unknown } =
    await client.acquireConnection();
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, unknown>();
  connection.prepare = sql => {
    const statement = kept.get(sql) ?? prepare(sql);
    kept.set(sql, statement);
    return statement;
  };
  await client.releaseConnection(connection);
}

/** Makes the tables. */
export async function createTables(client: Knex): Promise<void> {
  await client.migrate.latest({
    directory: resolvePackagePath(
      '@backlot/plugin-vm-requests-backend',
      'migrations',
    ),
  });
}

/** What all tables hold. */
export type Rows = Array<[table: string, rows: object[]]>;

/** Reads all rows. */
export async function readRows(client: Knex): Promise<Rows> {
  const read: Rows = [];
  // A table that others refer to comes before them.
  for (const table of [...tables].reverse()) {
    read.push([table, await client(table).select()]);
  }
  return read;
}

/** Writes rows that were read before into empty tables. */
export async function writeRows(client: Knex, read: Rows): Promise<void> {
  for (const [table, rows] of read) {
    if (rows.length > 0) {
      await client(table).insert(rows);
    }
  }
}

/** Deletes all rows. */
export async function emptyDatabase(client: Knex): Promise<void> {
  for (const table of tables) {
    await client(table).delete();
  }
}
