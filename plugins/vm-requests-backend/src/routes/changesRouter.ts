import { parseInput } from '@backlot/backend-common';
import { isError } from '@backstage/errors';
import { vmRequestReadPermission } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { eventText, serveEventStream } from '../streams/serveEventStream';
import { RouterOptions } from './RouterOptions';
import { idParameters } from './schemas';

/**
 * Changes of one request as server-sent events: `change` at the beginning and after each change, with
 * a stamp of how it stands.
 */
export function createChangesRouter(options: RouterOptions): Router {
  const { ledger, access, auth, httpAuth, streams, watch } = options;
  const router = createPromiseRouter();

  router.get('/:id/changes', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    await serveEventStream(req, res, {
      streams,
      auth,
      credentials,
      check: async () => {
        await access.find(id, vmRequestReadPermission, credentials);
      },
      produce: ({ signal, write }) =>
        new Promise((_resolve, reject) => {
          signal.throwIfAborted();
          const stop = watch.watch(id, stamp => {
            write(eventText('change', stamp)).catch(reject);
          });
          signal.addEventListener(
            'abort',
            () => {
              stop();
              reject(signal.reason);
            },
            { once: true },
          );
        }),
      onBreak: error =>
        ledger.logger.debug(
          `Changes of request ${id} are not streamed any more`,
          isError(error) ? error : undefined,
        ),
    });
  });

  return router;
}
