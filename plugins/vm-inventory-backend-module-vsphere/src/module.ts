import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { vmInventoryProvidersExtensionPoint } from '@backlot/plugin-vm-inventory-node';
import { readVSphereSources } from './config';
import { VSphereInventoryProvider } from './VSphereInventoryProvider';

/**
 * Adds the vCenters of `vmInventory.vsphere.sources` to the vm-inventory backend.
 *
 * @public
 */
export const vmInventoryModuleVSphere = createBackendModule({
  pluginId: 'vm-inventory',
  moduleId: 'vsphere',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        providers: vmInventoryProvidersExtensionPoint,
      },
      async init({ config, lifecycle, logger, providers }) {
        const added = readVSphereSources(config).map(
          source => new VSphereInventoryProvider({ config: source, logger }),
        );
        providers.addProvider(...added);
        lifecycle.addShutdownHook(async () => {
          await Promise.all(added.map(provider => provider.close()));
        });
      },
    });
  },
});
