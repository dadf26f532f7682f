import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { createOpenApiDocument } from '../openapi/createOpenApiDocument';

/**
 * The document of this API.
 *
 * @internal
 */
export function createOpenApiRouter(): Router {
  const router = createPromiseRouter();
  const document = createOpenApiDocument();
  router.get('/', async (_req, res) => {
    res.json(document);
  });
  return router;
}
