import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { vmInventoryObjectReadPermission } from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import { watchHolds } from './watchHolds';

/**
 * What an API costs that does nothing: `authenticated` knows who calls, `authorized` has asked
 * besides what they may see. `heap` tells the bytes in use after garbage was collected, `holds` how
 * long the event loop was held while a vCenter was collected.
 */
export const comparisonPlugin = createBackendPlugin({
  pluginId: 'bench',
  register: env =>
    env.registerInit({
      deps: {
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
      },
      init: async ({ http, httpAuth, permissions }) => {
        const router = Router();
        const holds = watchHolds();
        router.get('/authenticated', (req, res, next) => {
          httpAuth
            .credentials(req)
            .then(() => res.json({}))
            .catch(next);
        });
        router.get('/authorized', (req, res, next) => {
          httpAuth
            .credentials(req)
            .then(credentials =>
              permissions.authorizeConditional(
                [{ permission: vmInventoryObjectReadPermission }],
                { credentials },
              ),
            )
            .then(() => res.json({}))
            .catch(next);
        });
        router.get('/heap', (_, res) => {
          // Twice: what finalisers let go is collected in the second.
          global.gc?.();
          global.gc?.();
          res.json({ bytes: process.memoryUsage().heapUsed });
        });
        router.get('/holds', (_, res) => {
          res.json(holds);
        });
        http.use(router);
      },
    }),
});
