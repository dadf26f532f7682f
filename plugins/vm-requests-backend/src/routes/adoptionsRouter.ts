import { audited, parseInput } from '@backlot/backend-common';
import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { openAdoptions } from '../batches/openAdoptions';
import { answerBatch } from './answerBatch';
import { personOf, requireOwnHand } from './personOf';
import { PageOptions } from './RouterOptions';
import { adoptionsInput } from './schemas';

/** Adoptions of several machines at once. */
export function createAdoptionsRouter(options: PageOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '1mb' }));

  router.post('/', async (req: Request, res: Response) => {
    const { credentials, id } = await audited(
      auditor,
      { eventId: 'batch-open', severityLevel: 'medium', request: req },
      async meta => {
        const caller = await httpAuth.credentials(req, { allow: ['user'] });
        requireOwnHand(caller);
        await access.require(vmRequestCreatePermission, caller);
        const input = parseInput(adoptionsInput, req.body);
        const person = await personOf(options, caller);
        const batch = await openAdoptions(ledger, input, person);
        Object.assign(meta, { batch: batch.id, operation: batch.kind });
        return { credentials: caller, id: batch.id };
      },
    );
    res.status(201).json(await answerBatch(options, credentials, id));
  });

  return router;
}
