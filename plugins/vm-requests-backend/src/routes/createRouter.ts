import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { createBatchesRouter } from './batchesRouter';
import { createAdoptionsRouter } from './adoptionsRouter';
import { createChangesRouter } from './changesRouter';
import {
  createDecisionsRouter,
  createSeveralDecisionsRouter,
} from './decisionsRouter';
import { createFormRouter } from './formRouter';
import { createGateRouter } from './gateRouter';
import { createLogsRouter } from './logsRouter';
import { createMachineRulesRouter } from './machineRulesRouter';
import { createMachinesRouter } from './machinesRouter';
import { createOpenApiRouter } from './openApiRouter';
import { createPeersRouter } from './peersRouter';
import { createRequestsRouter } from './requestsRouter';
import { RouterOptions } from './RouterOptions';
import { createStepsRouter } from './stepsRouter';
import { createUnrequestedRouter } from './unrequestedRouter';
import { Viewers } from './Viewers';

/** The REST API. */
export function createRouter(options: RouterOptions): Router {
  const router = createPromiseRouter();
  const pages = { ...options, viewers: new Viewers(options) };
  router.use('/v1/openapi.json', createOpenApiRouter(options));
  router.use('/v1/steps', createStepsRouter(options));
  router.use('/v1/requests', createRequestsRouter(pages));
  router.use('/v1/requests', createLogsRouter(options));
  router.use('/v1/requests', createChangesRouter(options));
  router.use('/v1/requests', createDecisionsRouter(pages));
  router.use('/v1/decisions', createSeveralDecisionsRouter(pages));
  router.use('/v1/batches', createBatchesRouter(pages));
  router.use('/v1/peers', createPeersRouter(options));
  router.use('/v1', createFormRouter(options));
  router.use('/v1/gate', createGateRouter(options));
  router.use('/v1/machines', createMachinesRouter(pages));
  router.use('/v1/adoptions', createAdoptionsRouter(pages));
  router.use('/v1/unrequested-machines', createUnrequestedRouter(options));
  router.use('/v1/machine-rules', createMachineRulesRouter(options));
  return router;
}
