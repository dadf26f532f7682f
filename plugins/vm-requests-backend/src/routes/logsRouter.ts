import { parseInput } from '@backlot/backend-common';
import { isError } from '@backstage/errors';
import { vmRequestReadPermission } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { serveEventStream } from '../streams/serveEventStream';
import { obstacleNames } from '../ledger/obstruction';
import { blameOf } from '../peers/blame';
import { RouterOptions } from './RouterOptions';
import { idParameters, logQuery } from './schemas';

/** Why a log broke off; a peer's own words are for the backend's log only. */
function forViewer(error: unknown): Error {
  const { peer, name } = blameOf(error) ?? {};
  return new Error(
    peer
      ? `${name ?? obstacleNames[peer]} does not answer as it should.`
      : 'The log could not be read to its end.',
    { cause: error },
  );
}

/** Logs of plan and apply as server-sent events: `line` for each line, then `end`. */
export function createLogsRouter(options: RouterOptions): Router {
  const { ledger, access, auth, httpAuth, streams, followers } = options;
  const router = createPromiseRouter();

  router.get('/:id/log', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    const { of } = parseInput(logQuery, req.query);
    await serveEventStream(req, res, {
      streams,
      auth,
      credentials,
      check: async () => {
        await access.find(id, vmRequestReadPermission, credentials);
      },
      produce: writer =>
        followers.follow(id, of, writer).catch(error => {
          throw forViewer(error);
        }),
      onBreak: error =>
        ledger.logger.warn(
          `The ${of} log of request ${id} broke off`,
          [isError(error) ? error.cause : undefined, error].find(isError),
        ),
    });
  });

  return router;
}
