import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';
import { previewInput } from './schemas';

/** What a request would become; nothing is changed. */
export function createPreviewsRouter(options: RouterOptions): Router {
  const { access, previewer, httpAuth } = options;
  const router = createPromiseRouter();
  router.use(express.json());

  router.post('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await access.require(vmRequestCreatePermission, credentials);
    const input = parseInput(previewInput, req.body);
    res.json(await previewer.preview(input, credentials));
  });

  return router;
}
