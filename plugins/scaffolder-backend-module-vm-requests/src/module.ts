import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  scaffolderActionsExtensionPoint,
  scaffolderServiceRef,
} from '@backstage/plugin-scaffolder-node';
import { atlantisTurnsServiceRef } from '@backlot/atlantis-client';
import { vmRequestLedgerServiceRef } from '@backlot/plugin-vm-requests-node';
import { createVmRequestAdoptAction } from './actions/vmRequestAdopt';
import { createVmRequestBatchAction } from './actions/vmRequestBatch';
import { createVmRequestClaimAction } from './actions/vmRequestClaim';
import { createVmRequestCompleteAction } from './actions/vmRequestComplete';
import { createVmRequestOperateAction } from './actions/vmRequestOperate';
import { createVmRequestFailAction } from './actions/vmRequestFail';
import { createVmRequestNetworkAction } from './actions/vmRequestNetwork';
import { createVmRequestOpenAction } from './actions/vmRequestOpen';
import { createVmRequestProposeAction } from './actions/vmRequestPropose';
import { createVmRequestSubmitAction } from './actions/vmRequestSubmit';
import { createTaskGuard } from './tasks/createTaskGuard';

/**
 * Adds the actions of the ledger to the scaffolder, and keeps people from cancelling and retrying the
 * tasks of requests by hand.
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
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        ledger: vmRequestLedgerServiceRef,
        permissions: coreServices.permissions,
        scaffolder: scaffolderServiceRef,
        turns: atlantisTurnsServiceRef,
      },
      async init({ actions, ledger, permissions, httpRouter, turns, ...deps }) {
        // Modules come before their plugin, so this is asked before the scaffolder's own routes.
        httpRouter.use(createTaskGuard({ ...deps, permissions }));
        actions.addActions(
          createVmRequestOpenAction({ ledger, permissions }),
          createVmRequestBatchAction({ ledger, permissions }),
          createVmRequestOperateAction({ ledger, permissions }),
          createVmRequestAdoptAction({ ledger, permissions }),
          createVmRequestProposeAction({ ledger, turns }),
          createVmRequestNetworkAction(),
          createVmRequestSubmitAction({ ledger }),
          createVmRequestClaimAction({ ledger }),
          createVmRequestCompleteAction({ ledger }),
          createVmRequestFailAction({ ledger }),
        );
      },
    });
  },
});
