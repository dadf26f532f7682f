import {
  PeerList,
  PeerTest,
  vmRequestPeerTestPermission,
} from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { audited, parseInput } from '@backlot/backend-common';
import { RouterOptions } from './RouterOptions';
import { peerParameters, peerQuery } from './schemas';

const TEST_TIMEOUT_MS = 60_000;

/** Whether the peers can be reached, and are as requests need them. */
export function createPeersRouter(options: RouterOptions): Router {
  const { access, peerTests, peers, httpAuth, auditor } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    await access.require(
      vmRequestPeerTestPermission,
      await httpAuth.credentials(req),
    );
    const list: PeerList = { items: peers };
    res.json(list);
  });

  router.get('/:peer/test', async (req, res) => {
    const left = new AbortController();
    res.once('close', () => left.abort());
    const test: PeerTest = await audited(
      auditor,
      { eventId: 'peer-test', severityLevel: 'medium', request: req },
      async meta => {
        await access.require(
          vmRequestPeerTestPermission,
          await httpAuth.credentials(req),
        );
        const { peer } = parseInput(peerParameters, req.params);
        const { name } = parseInput(peerQuery, req.query);
        Object.assign(meta, { peer, name });
        const steps = await peerTests[peer]({
          name,
          signal: AbortSignal.any([
            left.signal,
            AbortSignal.timeout(TEST_TIMEOUT_MS),
          ]),
        });
        const ok = steps.every(step => step.ok);
        meta.ok = ok;
        return { peer, name, ok, steps };
      },
    );
    res.json(test);
  });

  return router;
}
