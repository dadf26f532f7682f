import { isError } from '@backstage/errors';
import { vmRequestReadPermission } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { followLog } from '../ledger/followLog';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';
import { idParameters } from './schemas';

const querySchema = z.object({ of: z.enum(['plan', 'apply']) });

/** Keeps proxies from closing a stream on which nothing happens for a while. */
const keepAliveMs = 15_000;

/** Logs of plan and apply as server-sent events: `line` for each line, then `end`. */
export function createLogsRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/:id/log', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    const request = await access.find(id, vmRequestReadPermission, credentials);
    const { of } = parseInput(querySchema, req.query);

    const left = new AbortController();
    res.once('close', () => left.abort());
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    const send = (event: string, data: string) =>
      res.write(`event: ${event}\ndata: ${data.replace(/[\r\n]+/g, ' ')}\n\n`);
    const keepAlive = setInterval(() => res.write(': \n\n'), keepAliveMs);
    try {
      await followLog(ledger, request.id, of, {
        signal: left.signal,
        onLine: line => send('line', line),
      });
      send('end', '');
    } catch (error) {
      if (!left.signal.aborted) {
        ledger.logger.warn(
          `The ${of} log of request ${request.id} broke off`,
          isError(error) ? error : undefined,
        );
        send('error', isError(error) ? error.message : String(error));
      }
    } finally {
      clearInterval(keepAlive);
      res.end();
    }
  });

  return router;
}
