import { audited, parseInput } from '@backlot/backend-common';
import {
  RequestBatchPage,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { StoredBatch } from '../database/StoredBatch';
import { Person } from '../ledger/decide';
import { openOperations } from '../batches/openOperations';
import { cancelBatch, resumeBatch, retryItem } from '../batches/steerBatch';
import { answerBatch, toBatchSummary } from './answerBatch';
import { answerJson } from './answerJson';
import { openBatch } from './openBatch';
import { personOf, requireOwnHand } from './personOf';
import { PageOptions } from './RouterOptions';
import {
  batchesQuery,
  batchInput,
  batchItemParameters,
  batchParameters,
  steering,
} from './schemas';

/** Several requests that are asked for at once. */
export function createBatchesRouter(options: PageOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '1mb' }));

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = await access.visible(credentials);
    const { cursor, ...query } = parseInput(batchesQuery, req.query);
    const { items, last } = await ledger.batches.list({
      ...query,
      after: cursor,
      filter,
    });
    const answer: RequestBatchPage = {
      items: items.map(({ count, ...batch }) =>
        toBatchSummary(ledger, batch, count),
      ),
      nextCursor: last,
    };
    answerJson(req, res, answer);
  });

  router.post('/', openBatch(options, batchInput, openOperations));

  router.get('/:batch', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { batch } = parseInput(batchParameters, req.params);
    answerJson(req, res, await answerBatch(options, credentials, batch));
  });

  function serveSteering<P extends { batch: string }>(
    path: string,
    what: string,
    parameters: z.ZodType<P>,
    steer: (
      batch: StoredBatch,
      asked: { parameters: P; person: Person; reason?: string },
    ) => Promise<void>,
  ): void {
    router.post(path, async (req: Request, res: Response) => {
      const read = parseInput(parameters, req.params);
      const { batch: id } = read;
      const credentials = await audited(
        auditor,
        {
          eventId: 'batch-steer',
          severityLevel: 'medium',
          request: req,
          meta: { action: what, batch: id },
        },
        async () => {
          const caller = await httpAuth.credentials(req, { allow: ['user'] });
          requireOwnHand(caller);
          const { reason } = parseInput(steering, req.body ?? {});
          const { batch } = await access.findBatch(
            ledger.batches,
            id,
            vmRequestUpdatePermission,
            caller,
          );
          const person = await personOf(options, caller);
          await steer(batch, { parameters: read, person, reason });
          return caller;
        },
      );
      res.json(await answerBatch(options, credentials, id));
    });
  }

  serveSteering(
    '/:batch/cancel',
    'cancel',
    batchParameters,
    (batch, { person, reason }) => cancelBatch(ledger, batch, person, reason),
  );
  serveSteering('/:batch/resume', 'resume', batchParameters, batch =>
    resumeBatch(ledger, batch),
  );
  serveSteering(
    '/:batch/items/:position/retry',
    'retry',
    batchItemParameters,
    (batch, { parameters: { position } }) => retryItem(ledger, batch, position),
  );
  return router;
}
