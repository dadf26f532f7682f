import { LedgerMachinePage } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';
import { machinesQuery } from './schemas';

/** Machines that came from requests and live, by pages. */
export function createMachinesRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = await access.visible(credentials);
    const { cursor, ...query } = parseInput(machinesQuery, req.query);
    const { items, last } = await ledger.store.listMachines({
      ...query,
      after: cursor,
      filter,
    });
    const answer: LedgerMachinePage = { items, nextCursor: last };
    res.json(answer);
  });

  return router;
}
