import { InputError } from '@backstage/errors';
import {
  fqdnOf,
  NameAvailability,
  nameKeyOf,
  nameProblem,
  vmRequestPolicyReadPermission,
} from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { findNameHolder } from '../ledger/findNameHolder';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';
import { nameParameters, nameQuery } from './schemas';

/** Whether names can be had, while people type them. */
export function createNamesRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth } = options;
  const { policy } = ledger.settings;
  const router = createPromiseRouter();

  router.get('/:name', async (req, res) => {
    await access.require(
      vmRequestPolicyReadPermission,
      await httpAuth.credentials(req, { allow: ['user', 'service'] }),
    );
    const { name } = parseInput(nameParameters, req.params);
    const { environment, source, network } = parseInput(nameQuery, req.query);
    const sites = Object.hasOwn(policy.environments, environment)
      ? policy.environments[environment].sites
      : [];
    const site = sites.find(one => !source || one.source === source);
    if (!site) {
      throw new InputError(
        `There is no environment ${environment}${
          source ? ` in ${source}` : ''
        }.`,
      );
    }
    const { domain } =
      site.networks.find(each => each.name === network) ?? site.networks[0];
    const fqdn = fqdnOf(name, domain);
    const problem = nameProblem(name);
    const holder = problem
      ? undefined
      : await findNameHolder(ledger, {
          name,
          fqdn,
          nameKey: nameKeyOf(policy.nameScope, { name, fqdn }),
          source: site.source,
        });
    const answer: NameAvailability = {
      name,
      fqdn,
      available: !problem && !holder,
      reason: problem ?? holder?.reason,
      takenBy: holder && { request: holder.request, machine: holder.machine },
    };
    res.json(answer);
  });

  return router;
}
