import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import {
  OfferedPolicy,
  vmRequestPolicyReadPermission,
} from '@backlot/plugin-vm-requests-common';
import { RouterOptions } from './RouterOptions';

/** The policy, for forms to offer what is allowed. It holds no secrets. */
export function createPolicyRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    await access.require(
      vmRequestPolicyReadPermission,
      await httpAuth.credentials(req, { allow: ['user', 'service'] }),
    );
    const { policy, terraform } = ledger.settings;
    const offered: OfferedPolicy = {
      ...policy,
      providerVersion: terraform.provider.version,
    };
    res.json(offered);
  });

  return router;
}
