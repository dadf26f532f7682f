import { parseInput } from '@backlot/backend-common';
import { HttpAuthService, LoggerService } from '@backstage/backend-plugin-api';
import { NetworkMacAddresses } from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import { MacAddressesCache } from '../details/MacAddressesCache';
import { getVisible } from '../query/getVisible';
import { InventoryStore } from '../store';
import { askSource } from './askSource';
import { objectParameters } from './objectParameters';

/**
 * The MAC addresses of the machines in a network, asked of its source. A network that the inventory
 * does not show is not asked for. Who may see the network gets the addresses of all machines in it,
 * without their names: one that is taken is taken for everybody.
 *
 * @internal
 */
export function createMacAddressesRouter(options: {
  store: InventoryStore;
  host: Pick<CollectorsHost, 'status'>;
  macAddresses: MacAddressesCache;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  logger: LoggerService;
}): Router {
  const { store, host, macAddresses, access, httpAuth, logger } = options;
  const router = createPromiseRouter();

  router.get('/:source/:id/mac-addresses', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const { source, id } = parseInput(objectParameters, req.params);
    const network = getVisible(
      store.snapshot(),
      { kind: 'network', source, id },
      visibility.sees,
    );
    const answer: NetworkMacAddresses = await askSource(
      () => macAddresses.get(network),
      { source: host.status(source), visibility, logger },
    );
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  return router;
}
