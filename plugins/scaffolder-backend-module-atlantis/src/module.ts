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
 * Adds the actions `atlantis:plan` and `atlantis:apply`.
 *
 * @public
 */
export const scaffolderModuleAtlantis = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'atlantis',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        atlantis: atlantisServiceRef,
        forge: gitForgeServiceRef,
        auditor: coreServices.auditor,
      },
      async init({ actions, atlantis, forge, auditor }) {
        actions.addActions(
          createAtlantisPlanAction({ atlantis, forge }),
          createAtlantisApplyAction({ atlantis, forge, auditor }),
        );
      },
    });
  },
});
