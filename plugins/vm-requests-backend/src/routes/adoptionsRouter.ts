import { parseInput } from '@backlot/backend-common';
import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { openAdoptions } from '../batches/openAdoptions';
import { previewAdoption } from '../operations/adopt/openAdoption';
import { openBatch } from './openBatch';
import { personOf } from './personOf';
import { PageOptions } from './RouterOptions';
import { adoptionInput, adoptionsInput } from './schemas';

/** What would become of one machine, and adoptions of several at once. */
export function createAdoptionsRouter(options: PageOptions): Router {
  const { ledger, access, httpAuth } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '1mb' }));

  // Nothing is changed.
  router.post('/preview', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await access.require(vmRequestCreatePermission, credentials);
    const input = parseInput(adoptionInput, req.body);
    const { ref, ownership } = await personOf(options, credentials);
    res.json(await previewAdoption(ledger, input, [ref, ...ownership]));
  });

  router.post('/', openBatch(options, adoptionsInput, openAdoptions));

  return router;
}
