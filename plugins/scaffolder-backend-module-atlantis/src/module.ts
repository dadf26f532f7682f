import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { atlantisServiceRef } from '@backlot/atlantis-client';
import { gitForgeServiceRef } from '@backlot/git-forge';
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
        atlantis: atlantisServiceRef,
        auditor: coreServices.auditor,
        forge: gitForgeServiceRef,
      },
      async init({ actions, atlantis, auditor, forge }) {
        actions.addActions(
          createAtlantisPlanAction({ atlantis, forge }),
          createAtlantisApplyAction({ atlantis, auditor, forge }),
        );
      },
    });
  },
});
