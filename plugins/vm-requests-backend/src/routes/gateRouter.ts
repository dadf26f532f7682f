import { vmRequestGateUsePermission } from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { checkGate } from '../ledger/checkGate';
import { audited, parseInput } from '@backlot/backend-common';
import { RouterOptions } from './RouterOptions';
import { gateQuery } from './schemas';

/** What Atlantis asks before it applies: 204 lets the plan through. */
export function createGateRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    await audited(
      auditor,
      { eventId: 'gate-ask', severityLevel: 'medium', request: req },
      async meta => {
        const credentials = await httpAuth.credentials(req, {
          allow: ['service'],
        });
        await access.require(vmRequestGateUsePermission, credentials);
        const query = parseInput(gateQuery, req.query);
        Object.assign(meta, query);
        await checkGate(ledger, query, credentials.principal.subject);
      },
    );
    res.status(204).end();
  });

  return router;
}
