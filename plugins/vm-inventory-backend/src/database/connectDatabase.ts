import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/**
 * Where the migrations of this plugin are.
 *
 * @internal
 */
export const migrationsDirectory = resolvePackagePath(
  '@backlot/plugin-vm-inventory-backend',
  'migrations',
);

/**
 * Connects to the database and brings its tables up to date.
 *
 * @internal
 */
export async function connectDatabase(
  database: DatabaseService,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: migrationsDirectory });
  }
  return knex;
}
