import {
  BackstageCredentials,
  coreServices,
  createBackendPlugin,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  vmRequestDecidePermission,
  vmRequestGateUsePermission,
  vmRequestPeerTestPermission,
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';

type Ask = (
  permissions: PermissionsService,
  credentials: BackstageCredentials,
) => Promise<unknown>;

/** What the routes that are compared ask for. */
const asks: Record<string, Ask> = {
  list: (permissions, credentials) =>
    permissions.authorizeConditional(
      [{ permission: vmRequestReadPermission }],
      { credentials },
    ),
  request: async (permissions, credentials) => {
    await permissions.authorizeConditional(
      [
        { permission: vmRequestReadPermission },
        { permission: vmRequestDecidePermission },
        { permission: vmRequestUpdatePermission },
      ],
      { credentials },
    );
    await permissions.authorize([{ permission: vmRequestPeerTestPermission }], {
      credentials,
    });
  },
  gate: (permissions, credentials) =>
    permissions.authorize([{ permission: vmRequestGateUsePermission }], {
      credentials,
    }),
};

/** Reads one row of the ledger's requests by its key, for who has the permissions of another route. */
export const keyedRow = createBackendPlugin({
  pluginId: 'bench',
  register: env =>
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
      },
      init: async ({ config, http, httpAuth, permissions, ...deps }) => {
        const client = await DatabaseManager.fromConfig(config)
          .forPlugin('vm-requests', deps)
          .getClient();
        const router = Router();
        router.get('/rows/:as/:id', (req, res, next) => {
          const answer = async () => {
            await asks[req.params.as](
              permissions,
              await httpAuth.credentials(req),
            );
            res.json(
              await client('requests')
                .where({ id: req.params.id })
                .first('id', 'state', 'fqdn', 'owner', 'updated_at'),
            );
          };
          answer().catch(next);
        });
        http.use(router);
      },
    }),
});
