import { NotFoundError } from '@backstage/errors';
import {
  LedgerMachineRules,
  vmRequestPolicyReadPermission,
} from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { parseInput } from '@backlot/backend-common';
import { RouterOptions } from './RouterOptions';
import { inventoryMachineQuery } from './schemas';

/** What owners may do to their machines without a request, for the backends that do it. */
export function createMachineRulesRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['service'] });
    await access.require(vmRequestPolicyReadPermission, credentials);
    const query = parseInput(inventoryMachineQuery, req.query);
    const holding = await ledger.store.findMachineHolding(query);
    if (!holding) {
      throw new NotFoundError(
        `No machine that stands came from a request as '${query.id}' of source '${query.source}'.`,
      );
    }
    // Of an environment that the policy has no more, nothing is allowed.
    const environment =
      ledger.settings.policy.environments[holding.environment];
    const answer: LedgerMachineRules = {
      ...holding,
      power:
        environment !== undefined && environment.operations?.power !== false,
      snapshots:
        environment !== undefined &&
        environment.operations?.snapshots !== false,
    };
    res.json(answer);
  });

  return router;
}
