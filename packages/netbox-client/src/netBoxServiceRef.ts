import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readNetBoxConfig } from './config';
import { NetBoxClient } from './NetBoxClient';
import { NetBoxService } from './NetBoxService';

/**
 * NetBox, as `netbox:` of the configuration says.
 *
 * @public
 */
export const netBoxServiceRef = createServiceRef<NetBoxService>({
  id: 'backlot.netbox',
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
        const options = readNetBoxConfig(config);
        if (options.insecure) {
          logger.warn(
            `The certificate of NetBox at ${options.url} is not verified, because netbox.tls.insecure is set`,
          );
        }
        const client = new NetBoxClient(options);
        lifecycle.addShutdownHook(() => client.close());
        return client;
      },
    }),
});
