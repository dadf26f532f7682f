import { createBackendModule } from '@backstage/backend-plugin-api';
import { vmInventoryProvidersExtensionPoint } from '@backlot/plugin-vm-inventory-node';

/** Says when the inventory's plugin starts: its modules are the first of it. */
export const startMoment = createBackendModule({
  pluginId: 'vm-inventory',
  moduleId: 'start-moment',
  register: reg =>
    reg.registerInit({
      deps: { providers: vmInventoryProvidersExtensionPoint },
      init: async () => {
        process.stdout.write(`{"inventoryStarts":${Date.now()}}\n`);
      },
    }),
});
