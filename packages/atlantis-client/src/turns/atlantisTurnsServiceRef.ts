import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { isError } from '@backstage/errors';
import { Knex } from 'knex';
import { NamedPeers } from '@backlot/backend-common/peers';
import { AtlantisConfig, readAtlantisConfigs } from '../config';
import { AtlantisTurns, AtlantisTurnsByServer } from './AtlantisTurns';
import { DatabaseTurns } from './DatabaseTurns';
import { ProcessTurns } from './ProcessTurns';

/** As `backend.database.plugin` names it; it is no plugin's own, for several share it. */
const DATABASE = 'backlot-atlantis';

const MIGRATION_ATTEMPTS = 20;
const MIGRATION_PAUSE_MS = 500;

/**
 * Brings the tables up to date. Other replicas and plugins may be at it at the same moment.
 *
 * @internal
 */
export async function migrateTurns(client: Knex): Promise<void> {
  const directory = resolvePackagePath(
    '@backlot/atlantis-client',
    'migrations',
  );
  for (let attempt = 1; ; attempt++) {
    try {
      await client.migrate.latest({ directory });
      return;
    } catch (error) {
      const isAnothers =
        isError(error) &&
        (error.name === 'MigrationLocked' ||
          /already exists|duplicate key value/.test(error.message));
      if (!isAnothers || attempt === MIGRATION_ATTEMPTS) {
        throw error;
      }
      await delay(MIGRATION_PAUSE_MS);
    }
  }
}

/** Whether no other process can share the database. */
function isAlone(config: Config): boolean {
  const connection = config.getOptional('backend.database.connection');
  return connection === undefined || connection === ':memory:';
}

/**
 * The turns of each Atlantis that the configuration names, in a database of their own on the server of
 * the backend: all plugins of this backend take them from here, and all backends with the same database
 * server from there.
 *
 * @public
 */
export const atlantisTurnsServiceRef = createServiceRef<AtlantisTurnsByServer>({
  id: 'backlot.atlantis-turns',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      factory({ config, logger, lifecycle }) {
        const isOwn = isAlone(config);
        let connected: Promise<Knex> | undefined;
        const connect = async (): Promise<Knex> => {
          const database = DatabaseManager.fromConfig(config, {
            rootLogger: logger,
            rootLifecycle: lifecycle,
          }).forPlugin(DATABASE, { logger, lifecycle });
          const client = await database.getClient();
          if (!database.migrations?.skip) {
            await migrateTurns(client);
          }
          return client;
        };
        const turnsOf = ({ url, concurrency }: AtlantisConfig): AtlantisTurns =>
          isOwn
            ? new ProcessTurns(concurrency)
            : new DatabaseTurns({
                queue: url,
                size: concurrency,
                logger,
                connect: () => {
                  connected ??= connect().catch(error => {
                    connected = undefined;
                    throw error;
                  });
                  return connected;
                },
              });
        // Whoever takes turns may be installed where no Atlantis is configured.
        let turns: NamedPeers<AtlantisTurns> | undefined;
        return {
          of(server) {
            turns ??= new NamedPeers(
              Object.fromEntries(
                Object.entries(readAtlantisConfigs(config)).map(
                  ([name, atlantis]) => [name, turnsOf(atlantis)],
                ),
              ),
              { title: 'Atlantis', key: 'atlantisServers' },
            );
            return turns.get(server);
          },
        };
      },
    }),
});
