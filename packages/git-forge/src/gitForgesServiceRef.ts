import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readGitForgeConfigs } from './config';
import { createGitForge } from './createGitForge';
import { GitForge } from './GitForge';
import { GitForges } from './GitForges';

/**
 * The Git forges, as `gitForge` and `gitForges` of the configuration say.
 *
 * @public
 */
export const gitForgesServiceRef = createServiceRef<GitForges>({
  id: 'backlot.git-forges',
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
        const forges: Record<string, GitForge> = {};
        for (const [name, forgeConfig] of Object.entries(
          readGitForgeConfigs(config),
        )) {
          if (forgeConfig.insecure) {
            logger.warn(
              `The certificate of the forge at ${forgeConfig.url} is not verified, because ${forgeConfig.key}.tls.insecure is set`,
            );
          }
          const forge = createGitForge(forgeConfig);
          lifecycle.addShutdownHook(() => forge.close());
          forges[name] = forge;
        }
        return new GitForges(forges);
      },
    }),
});
