import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readGitForgeConfig } from './config';
import { createGitForge } from './createGitForge';
import { GitForge } from './GitForge';

/**
 * The Git forge, as `gitForge` of the configuration says.
 *
 * @public
 */
export const gitForgeServiceRef = createServiceRef<GitForge>({
  id: 'backlot.git-forge',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        lifecycle: coreServices.lifecycle,
      },
      factory({ config, logger, lifecycle }) {
        const forgeConfig = readGitForgeConfig(config);
        if (forgeConfig.insecure) {
          logger.warn(
            `The certificate of the forge at ${forgeConfig.url} is not verified, because gitForge.tls.insecure is set`,
          );
        }
        const forge = createGitForge(forgeConfig);
        lifecycle.addShutdownHook(() => forge.close());
        return forge;
      },
    }),
});
