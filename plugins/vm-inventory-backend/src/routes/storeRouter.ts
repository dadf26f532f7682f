import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  SourceTest,
  StoreStatus,
  vmInventorySourceReadPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { CAUSE_ELSEWHERE } from '../access/causes';
import { InventoryStore } from '../store';
import { audited } from '@backlot/backend-common';

/**
 * Where the inventory is kept, and a test of it.
 *
 * @internal
 */
export function createStoreRouter(options: {
  store: InventoryStore;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { store, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    await access.require(vmInventorySourceReadPermission, credentials);
    const { type, problem } = store.status();
    const status: StoreStatus = {
      type,
      ...(problem && {
        problem: (await access.seesCauses(credentials))
          ? problem
          : CAUSE_ELSEWHERE,
      }),
    };
    res.json(status);
  });

  router.get('/test', async (req, res) => {
    const test: SourceTest = await audited(
      auditor,
      { eventId: 'store-test', severityLevel: 'medium', request: req },
      async meta => {
        await access.require(
          vmInventorySourceTestPermission,
          await httpAuth.credentials(req),
        );
        if (!store.test) {
          throw new NotFoundError(
            'The inventory is kept in memory, where there is nothing to test',
          );
        }
        const steps = await store.test();
        const ok = steps.every(step => step.ok);
        meta.ok = ok;
        return { source: store.status().type, ok, steps };
      },
    );
    res.json(test);
  });

  return router;
}
