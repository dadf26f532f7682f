import { OpenApiDocument } from '@backlot/backend-common/openapi';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';

/**
 * The document of this API.
 *
 * @internal
 */
export function createOpenApiRouter(
  document: OpenApiDocument,
  options: { access: InventoryAccess; httpAuth: HttpAuthService },
): Router {
  const { access, httpAuth } = options;
  const router = createPromiseRouter();
  router.get('/', async (req, res) => {
    await access.visibility(await httpAuth.credentials(req));
    res.json(document);
  });
  return router;
}
