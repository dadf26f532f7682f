import { isError } from '@backstage/errors';
import { vmRequestReadPermission } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { serveEventStream } from '../streams/serveEventStream';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';

const querySchema = z.object({ of: z.enum(['plan', 'apply']) });

/** Logs of plan and apply as server-sent events: `line` for each line, then `end`. */
export function createLogsRouter(options: RouterOptions): Router {
  const { ledger, access, auth, httpAuth, streams, followers } = options;
  const router = createPromiseRouter();

  router.get('/:id/log', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = req.params;
    const { of } = parseInput(querySchema, req.query);
    await serveEventStream(req, res, {
      streams,
      auth,
      credentials,
      check: async () =>
        access.requireOn(
          await ledger.store.get(id),
          vmRequestReadPermission,
          credentials,
        ),
      produce: writer => followers.follow(id, of, writer),
      onBreak: error =>
        ledger.logger.warn(
          `The ${of} log of request ${id} broke off`,
          isError(error) ? error : undefined,
        ),
    });
  });

  return router;
}
