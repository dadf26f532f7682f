import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import {
  machineOwnershipExtensionPoint,
  vmInventoryServiceRef,
} from '@backlot/plugin-vm-inventory-node';
import { readMachineCatalogConfig } from './config/readMachineCatalogConfig';
import { MachineOwnerships } from './ownership/MachineOwnerships';
import { MachineEntityProvider } from './provider/MachineEntityProvider';
import { SyncReporter } from './report/SyncReporter';

/**
 * Machines of the inventory as catalog entities.
 *
 * @public
 */
export const catalogModuleVmInventory = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'vm-inventory',
  register(env) {
    const ownerships = new MachineOwnerships();
    env.registerExtensionPoint(machineOwnershipExtensionPoint, ownerships);

    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        inventory: vmInventoryServiceRef,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, scheduler, ...deps }) {
        const { entities, schedule } = readMachineCatalogConfig(config);
        catalog.addEntityProvider(
          new MachineEntityProvider({
            ...deps,
            ownerships,
            config: entities,
            reporter: new SyncReporter(deps),
            runner: scheduler.createScheduledTaskRunner({
              ...schedule,
              scope: 'local',
            }),
          }),
        );
      },
    });
  },
});
