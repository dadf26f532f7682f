import { parseInput } from '@backlot/backend-common';
import {
  AuthService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import { MachineDetailsCache } from '../details/MachineDetailsCache';
import { getVisible } from '../query/getVisible';
import { InventoryStore } from '../store';
import { askSource } from './askSource';
import { objectParameters } from './objectParameters';

/**
 * What the inventory does not hold of a machine, asked of its source. A machine that the inventory
 * does not show is not asked for. Services, which act on the answer, get none from before.
 *
 * @internal
 */
export function createMachineDetailsRouter(options: {
  store: InventoryStore;
  host: Pick<CollectorsHost, 'status'>;
  details: MachineDetailsCache;
  access: InventoryAccess;
  auth: AuthService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
}): Router {
  const { store, host, details, access, auth, httpAuth, logger } = options;
  const router = createPromiseRouter();

  router.get('/:source/:id/details', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const visibility = await access.visibility(credentials);
    const { source, id } = parseInput(objectParameters, req.params);
    getVisible(
      store.snapshot(),
      { kind: 'machine', source, id },
      visibility.sees,
    );
    const answer: MachineDetails = await askSource(
      () =>
        details.get(
          { source, id },
          { fresh: auth.isPrincipal(credentials, 'service') },
        ),
      { source: host.status(source), visibility, logger },
    );
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  return router;
}
