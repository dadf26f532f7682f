import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { OpenApiDocument } from '../openapi/createOpenApiDocument';

/**
 * The document of this API.
 *
 * @internal
 */
export function createOpenApiRouter(document: OpenApiDocument): Router {
  const router = createPromiseRouter();
  router.get('/', async (_req, res) => {
    res.json(document);
  });
  return router;
}
