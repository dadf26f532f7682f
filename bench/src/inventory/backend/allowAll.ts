import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';

/** Permissions are asked for, and given. */
export const allowAll = createBackendModule({
  pluginId: 'permission',
  moduleId: 'allow-all',
  register: reg =>
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      init: async ({ policy }) =>
        policy.setPolicy({
          handle: async () => ({ result: AuthorizeResult.ALLOW }),
        }),
    }),
});
