import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { JsonObject } from '@backstage/types';
import createKnex from 'knex';

/** Where a benchmark's backend keeps what it has. */
export interface BenchDatabase {
  name: 'SQLite' | 'PostgreSQL';
  /** Of `backend.database`. */
  config: JsonObject;
  drop(): Promise<void>;
}

/** In files of a directory. */
export function sqlite(directory: string): BenchDatabase {
  return {
    name: 'SQLite',
    config: { client: 'better-sqlite3', connection: { directory } },
    drop: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Databases of their own, on a server that is made for tests. */
export function postgres(connection: string): BenchDatabase {
  const prefix = `bench_${randomBytes(6).toString('hex')}_`;
  return {
    name: 'PostgreSQL',
    config: { client: 'pg', connection, prefix },
    async drop() {
      const knex = createKnex({ client: 'pg', connection });
      try {
        const names = await knex('pg_database')
          .whereLike('datname', `${prefix}%`)
          .pluck<string[]>('datname');
        for (const name of names) {
          await knex.raw('DROP DATABASE ?? WITH (FORCE)', [name]);
        }
      } finally {
        await knex.destroy();
      }
    },
  };
}

/** The server that is made for tests, where there is one. */
export const postgresServer =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING;

/** Works with PostgreSQL, as in production, where there is a server; its databases are dropped then. */
export async function withPostgres<T>(
  work: (database: JsonObject | undefined) => Promise<T>,
): Promise<T> {
  const database =
    postgresServer === undefined ? undefined : postgres(postgresServer);
  try {
    return await work(database?.config);
  } finally {
    await database?.drop();
  }
}
