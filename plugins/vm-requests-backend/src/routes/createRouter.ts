import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { createChangesRouter } from './changesRouter';
import { createDecisionsRouter } from './decisionsRouter';
import { createGateRouter } from './gateRouter';
import { createLogsRouter } from './logsRouter';
import { createMachinesRouter } from './machinesRouter';
import { createNamesRouter } from './namesRouter';
import { createOpenApiRouter } from './openApiRouter';
import { createPeersRouter } from './peersRouter';
import { createPolicyRouter } from './policyRouter';
import { createPreviewsRouter } from './previewsRouter';
import { createRequestsRouter } from './requestsRouter';
import { RouterOptions } from './RouterOptions';
import { createStepsRouter } from './stepsRouter';

/** The REST API. */
export function createRouter(options: RouterOptions): Router {
  const router = createPromiseRouter();
  router.use('/v1/openapi.json', createOpenApiRouter(options));
  router.use('/v1/steps', createStepsRouter(options));
  router.use('/v1/requests', createRequestsRouter(options));
  router.use('/v1/requests', createLogsRouter(options));
  router.use('/v1/requests', createChangesRouter(options));
  router.use('/v1/requests', createDecisionsRouter(options));
  router.use('/v1/peers', createPeersRouter(options));
  router.use('/v1/policy', createPolicyRouter(options));
  router.use('/v1/names', createNamesRouter(options));
  router.use('/v1/previews', createPreviewsRouter(options));
  router.use('/v1/gate', createGateRouter(options));
  router.use('/v1/machines', createMachinesRouter(options));
  return router;
}
