import { HttpAuthService } from '@backstage/backend-plugin-api';
import { NetworkMacAddresses } from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { MacAddressesCache } from '../details/MacAddressesCache';
import { getVisible } from '../query/getVisible';
import { InventoryStore } from '../store';
import { objectParameters } from './objectParameters';
import { parseInput } from './parseInput';

/**
 * The MAC addresses of the machines in a network, asked of its source. A network that the inventory
 * does not show is not asked for. Who may see the network gets the addresses of all machines in it,
 * without their names: one that is taken is taken for everybody.
 *
 * @internal
 */
export function createMacAddressesRouter(options: {
  store: InventoryStore;
  macAddresses: MacAddressesCache;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
}): Router {
  const { store, macAddresses, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/:source/:id/mac-addresses', async (req, res) => {
    const { sees } = await access.visibility(await httpAuth.credentials(req));
    const { source, id } = parseInput(objectParameters, req.params);
    const network = getVisible(
      store.snapshot(),
      { kind: 'network', source, id },
      sees,
    );
    const answer: NetworkMacAddresses = await macAddresses.get(network);
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  return router;
}
