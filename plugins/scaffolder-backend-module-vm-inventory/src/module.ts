import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { vmInventoryServiceRef } from '@backlot/plugin-vm-inventory-node';
import { createVSphereSelectAction } from './actions/vsphereSelect';

/**
 * Adds `vsphere:select` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleVmInventory = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'vm-inventory',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        inventory: vmInventoryServiceRef,
      },
      async init({ actions, inventory }) {
        actions.addActions(createVSphereSelectAction({ inventory }));
      },
    });
  },
});
