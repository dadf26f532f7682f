import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { vmRequestLedgerServiceRef } from '@backlot/plugin-vm-requests-node';
import { createVmRequestClaimAction } from './actions/vmRequestClaim';
import { createVmRequestCompleteAction } from './actions/vmRequestComplete';
import { createVmRequestFailAction } from './actions/vmRequestFail';
import { createVmRequestOpenAction } from './actions/vmRequestOpen';
import { createVmRequestProposeAction } from './actions/vmRequestPropose';
import { createVmRequestSubmitAction } from './actions/vmRequestSubmit';

/**
 * Adds the actions of the ledger to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleVmRequests = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'vm-requests',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        ledger: vmRequestLedgerServiceRef,
        permissions: coreServices.permissions,
      },
      async init({ actions, ledger, permissions }) {
        actions.addActions(
          createVmRequestOpenAction({ ledger, permissions }),
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
