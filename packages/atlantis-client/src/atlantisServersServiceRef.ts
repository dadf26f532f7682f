import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { AtlantisClient } from './AtlantisClient';
import { AtlantisServers } from './AtlantisServers';
import { readAtlantisConfigs } from './config';
import { DefaultAtlantisClient } from './DefaultAtlantisClient';
import { atlantisTurnsServiceRef } from './turns/atlantisTurnsServiceRef';

/**
 * The Atlantis servers, as `atlantis` and `atlantisServers` of the configuration say.
 *
 * @public
 */
export const atlantisServersServiceRef = createServiceRef<AtlantisServers>({
  id: 'backlot.atlantis-servers',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
        turns: atlantisTurnsServiceRef,
      },
      factory({ config, logger, lifecycle, turns }) {
        const servers: Record<string, AtlantisClient> = {};
        for (const [name, server] of Object.entries(
          readAtlantisConfigs(config),
        )) {
          const client = new DefaultAtlantisClient(server, {
            logger,
            turns: turns.of(name),
          });
          lifecycle.addShutdownHook(() => client.close());
          servers[name] = client;
        }
        return new AtlantisServers(servers);
      },
    }),
});
