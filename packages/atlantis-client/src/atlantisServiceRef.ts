import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { AtlantisClient } from './AtlantisClient';
import { readAtlantisConfig } from './config';
import { DefaultAtlantisClient } from './DefaultAtlantisClient';
import { atlantisTurnsServiceRef } from './turns/atlantisTurnsServiceRef';

/**
 * Atlantis, as `atlantis:` of the configuration says.
 *
 * @public
 */
export const atlantisServiceRef = createServiceRef<AtlantisClient>({
  id: 'backlot.atlantis',
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
        const client = new DefaultAtlantisClient(readAtlantisConfig(config), {
          logger,
          turns,
        });
        lifecycle.addShutdownHook(() => client.close());
        return client;
      },
    }),
});
