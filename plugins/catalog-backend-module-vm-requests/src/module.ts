import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { machineOwnershipExtensionPoint } from '@backlot/plugin-vm-inventory-node';
import { vmRequestLedgerServiceRef } from '@backlot/plugin-vm-requests-node';
import { LedgerOwnership } from './LedgerOwnership';

/**
 * Whose machines are, and what they are for, by the ledger of requests.
 *
 * @public
 */
export const catalogModuleVmRequests = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'vm-requests',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        ledger: vmRequestLedgerServiceRef,
        logger: coreServices.logger,
        ownerships: machineOwnershipExtensionPoint,
      },
      async init({ config, ledger, logger, ownerships }) {
        ownerships.addProvider(
          new LedgerOwnership({
            ledger,
            logger,
            appUrl: config.getString('app.baseUrl'),
          }),
        );
      },
    });
  },
});
