import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { createOpenApiDocument } from '../openapi/createOpenApiDocument';
import { RouterOptions } from './RouterOptions';

/** The document of this API, for whoever may see requests. */
export function createOpenApiRouter(options: RouterOptions): Router {
  const { access, httpAuth } = options;
  const document = createOpenApiDocument();
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    await access.visible(await httpAuth.credentials(req));
    res.json(document);
  });

  return router;
}
