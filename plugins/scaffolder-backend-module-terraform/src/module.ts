import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createTerraformRenderAction } from './actions/terraformRender';
import { readTerraformRenderConfig } from './config';

/**
 * Adds `terraform:render` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleTerraform = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'terraform',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
        reader: coreServices.urlReader,
      },
      async init({ actions, config, reader }) {
        actions.addActions(
          createTerraformRenderAction({
            reader,
            integrations: ScmIntegrations.fromConfig(config),
            config: readTerraformRenderConfig(config),
          }),
        );
      },
    });
  },
});
