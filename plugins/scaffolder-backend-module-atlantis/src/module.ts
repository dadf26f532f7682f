import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { atlantisServersServiceRef } from '@backlot/atlantis-client';
import { gitForgesServiceRef } from '@backlot/git-forge';
import { createAtlantisApplyAction } from './actions/atlantisApply';
import { createAtlantisPlanAction } from './actions/atlantisPlan';

/**
 * Adds `atlantis:plan` and `atlantis:apply` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleAtlantis = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'atlantis',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        servers: atlantisServersServiceRef,
        auditor: coreServices.auditor,
        forges: gitForgesServiceRef,
      },
      async init({ actions, servers, auditor, forges }) {
        actions.addActions(
          createAtlantisPlanAction({ servers, forges }),
          createAtlantisApplyAction({ servers, auditor, forges }),
        );
      },
    });
  },
});
