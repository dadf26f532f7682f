import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const directory = resolvePackagePath(
  '@backlot/plugin-vm-requests-backend',
  'migrations',
);

/** Brings the database to the newest form, unless the installation does that elsewhere. */
export async function migrate(
  database: Pick<DatabaseService, 'migrations'>,
  client: Knex,
): Promise<void> {
  if (!database.migrations?.skip) {
    await client.migrate.latest({ directory });
  }
}
