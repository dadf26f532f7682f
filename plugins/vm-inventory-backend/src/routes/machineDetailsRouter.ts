import { HttpAuthService } from '@backstage/backend-plugin-api';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { MachineDetailsCache } from '../details/MachineDetailsCache';
import { getVisible } from '../query/getVisible';
import { InventoryStore } from '../store';
import { objectParameters } from './objectParameters';
import { parseInput } from './parseInput';

/**
 * What the inventory does not hold of a machine, asked of its source. A machine that the inventory
 * does not show is not asked for.
 *
 * @internal
 */
export function createMachineDetailsRouter(options: {
  store: InventoryStore;
  details: MachineDetailsCache;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
}): Router {
  const { store, details, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/:source/:id/details', async (req, res) => {
    const { sees } = await access.visibility(await httpAuth.credentials(req));
    const { source, id } = parseInput(objectParameters, req.params);
    getVisible(store.snapshot(), { kind: 'machine', source, id }, sees);
    const answer: MachineDetails = await details.get({ source, id });
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  return router;
}
