import { parseInput } from '@backlot/backend-common';
import { InputError } from '@backstage/errors';
import {
  blueprintOf,
  environmentOf,
  fqdnOf,
  NameAvailability,
  nameKeyOf,
  nameProblem,
  OfferedNames,
  OfferedPolicy,
  vmRequestCreatePermission,
  vmRequestPolicyReadPermission,
} from '@backlot/plugin-vm-requests-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { offerNames } from '../batches/freeNames';
import { findNameHolder } from '../ledger/findNameHolder';
import { RouterOptions } from './RouterOptions';
import { nameParameters, nameQuery, namesQuery, previewInput } from './schemas';

/** What a form asks while it is filled in: the policy, names, and what a request would become. */
export function createFormRouter(options: RouterOptions): Router {
  const { ledger, access, previewer, httpAuth } = options;
  const { policy, blueprints, stacks, platformTeam } = ledger.settings;
  const router = createPromiseRouter();

  /** Where a name is to be unique. */
  function placeOf(asked: {
    environment: string;
    source?: string;
    network?: string;
  }) {
    const { environment, source, network } = asked;
    const sites = environmentOf(policy, environment)?.sites ?? [];
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
    return { site, domain };
  }

  // It holds no secrets.
  router.get('/policy', async (req, res) => {
    await access.require(
      vmRequestPolicyReadPermission,
      await httpAuth.credentials(req, { allow: ['user', 'service'] }),
    );
    const offered: OfferedPolicy = {
      ...policy,
      blueprints: Object.fromEntries(
        Object.entries(blueprints).map(
          ([
            name,
            { terraform, values: _values, outputs: _outputs, ...blueprint },
          ]) => [
            name,
            { ...blueprint, providerVersion: terraform.provider.version },
          ],
        ),
      ),
      stacks: Object.fromEntries(
        Object.entries(stacks).map(([name, { title }]) => [name, { title }]),
      ),
      platformTeam,
    };
    res.json(offered);
  });

  router.get('/names', async (req, res) => {
    await access.require(
      vmRequestPolicyReadPermission,
      await httpAuth.credentials(req, { allow: ['user', 'service'] }),
    );
    const asked = parseInput(namesQuery, req.query);
    const { site, domain } = placeOf(asked);
    const answer: OfferedNames = await offerNames(ledger, {
      ...asked,
      place: {
        source: site.source,
        domain,
        maxLength: blueprintOf(blueprints, asked.blueprint)?.name.maxLength,
      },
    });
    res.json(answer);
  });

  router.get('/names/:name', async (req, res) => {
    await access.require(
      vmRequestPolicyReadPermission,
      await httpAuth.credentials(req, { allow: ['user', 'service'] }),
    );
    const { name } = parseInput(nameParameters, req.params);
    const { environment, source, network, blueprint } = parseInput(
      nameQuery,
      req.query,
    );
    const { site, domain } = placeOf({ environment, source, network });
    const fqdn = fqdnOf(name, domain);
    const problem = nameProblem(
      name,
      blueprintOf(blueprints, blueprint)?.name.maxLength,
    );
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
      takenBy: holder && {
        request: holder.request,
        batch: holder.batch,
        machine: holder.machine,
      },
    };
    res.json(answer);
  });

  // Nothing is changed.
  router.post('/previews', express.json(), async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await access.require(vmRequestCreatePermission, credentials);
    const input = parseInput(previewInput, req.body);
    res.json(await previewer.preview(input, credentials));
  });

  return router;
}
