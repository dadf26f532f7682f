import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { vmRequestMachineHooksExtensionPoint } from '@backlot/plugin-vm-requests-node';
import { createDnsHook } from './createDnsHook';
import { readDnsConfig } from './readDnsConfig';
import { UpdateClient } from './server/UpdateClient';

/**
 * Registers machines in DNS once they run, and takes them out once they are gone. Without
 * `vmRequests.dns` in the configuration it does nothing.
 *
 * @public
 */
export const vmRequestsModuleDns = createBackendModule({
  pluginId: 'vm-requests',
  moduleId: 'dns',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        hooks: vmRequestMachineHooksExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ config, hooks, logger }) {
        const settings = readDnsConfig(config);
        if (!settings) {
          logger.info(
            'vmRequests.dns is not configured, so machines are registered nowhere.',
          );
          return;
        }
        hooks.addHook(createDnsHook(settings, new UpdateClient(settings)));
      },
    });
  },
});
