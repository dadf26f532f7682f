import { parseInput } from '@backlot/backend-common';
import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { listUnrequested } from '../operations/adopt/listUnrequested';
import { RouterOptions } from './RouterOptions';
import { unrequestedQuery } from './schemas';

/** Machines that their sources have and nobody requested, for those who may adopt some. */
export function createUnrequestedRouter(options: RouterOptions): Router {
  const { ledger, inventory, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await access.require(vmRequestCreatePermission, credentials);
    const query = parseInput(unrequestedQuery, req.query);
    res.json(
      await listUnrequested(
        { inventory, store: ledger.store },
        query,
        credentials,
      ),
    );
  });

  return router;
}
