import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';
import { entityRef } from './schemas';

const bodySchema = z.strictObject({
  templateRef: entityRef('template:default/rhel9-vm'),
  values: z.record(z.string(), z.json()),
});

/** What a request would become; nothing is changed. */
export function createPreviewsRouter(options: RouterOptions): Router {
  const { access, previewer, httpAuth } = options;
  const router = createPromiseRouter();
  router.use(express.json());

  router.post('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await access.require(vmRequestCreatePermission, credentials);
    const input = parseInput(bodySchema, req.body);
    res.json(await previewer.preview(input, credentials));
  });

  return router;
}
