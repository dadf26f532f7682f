import { LedgerMachinePage } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';

const querySchema = z.object({
  source: z.string().optional(),
  owner: z.string().optional(),
  environment: z.string().optional(),
  request: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().optional(),
});

/** Machines that came from requests and live, by pages. */
export function createMachinesRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = await access.visible(credentials);
    const { cursor, ...query } = parseInput(querySchema, req.query);
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
