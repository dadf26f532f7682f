import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { netBoxServiceRef } from '@backlot/netbox-client';
import { createNetBoxAllocateAction } from './actions/netboxAllocate';
import { createNetBoxReleaseAction } from './actions/netboxRelease';
import { readAllowedKeys } from './readAllowedKeys';

/**
 * Adds `netbox:allocate` and `netbox:release` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleNetBox = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'netbox',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        netbox: netBoxServiceRef,
      },
      async init({ actions, auditor, config, netbox }) {
        actions.addActions(
          createNetBoxAllocateAction({ netbox, auditor }),
          createNetBoxReleaseAction({
            netbox,
            auditor,
            allowedKeys: readAllowedKeys(config),
          }),
        );
      },
    });
  },
});
