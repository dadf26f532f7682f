import { createBackendModule } from '@backstage/backend-plugin-api';
import { vmInventoryMachineRulesExtensionPoint } from '@backlot/plugin-vm-inventory-node';
import { vmRequestLedgerServiceRef } from '@backlot/plugin-vm-requests-node';
import { LedgerRules } from './LedgerRules';

/**
 * Lets owners power their machines and take snapshots of them, as far as the policy of their
 * environment does, by the ledger of requests.
 *
 * @public
 */
export const vmInventoryModuleVmRequests = createBackendModule({
  pluginId: 'vm-inventory',
  moduleId: 'vm-requests',
  register(env) {
    env.registerInit({
      deps: {
        ledger: vmRequestLedgerServiceRef,
        rules: vmInventoryMachineRulesExtensionPoint,
      },
      async init({ ledger, rules }) {
        rules.addProvider(new LedgerRules({ ledger }));
      },
    });
  },
});
