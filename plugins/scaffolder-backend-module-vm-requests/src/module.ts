import { createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { vmRequestLedgerServiceRef } from '@backlot/plugin-vm-requests-node';
import { createVmRequestClaimAction } from './actions/vmRequestClaim';
import { createVmRequestCompleteAction } from './actions/vmRequestComplete';
import { createVmRequestFailAction } from './actions/vmRequestFail';
import { createVmRequestOpenAction } from './actions/vmRequestOpen';
import { createVmRequestProposeAction } from './actions/vmRequestPropose';
import { createVmRequestSubmitAction } from './actions/vmRequestSubmit';

/**
 * Adds the actions that call the ledger of the vm-requests plugin.
 *
 * @public
 */
export const scaffolderModuleVmRequests = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'vm-requests',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        ledger: vmRequestLedgerServiceRef,
      },
      async init({ actions, ledger }) {
        actions.addActions(
          createVmRequestOpenAction({ ledger }),
          createVmRequestProposeAction({ ledger }),
          createVmRequestSubmitAction({ ledger }),
          createVmRequestClaimAction({ ledger }),
          createVmRequestCompleteAction({ ledger }),
          createVmRequestFailAction({ ledger }),
        );
      },
    });
  },
});
