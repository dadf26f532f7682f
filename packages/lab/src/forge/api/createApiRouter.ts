import express, { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ApiError, answerApiErrors } from './ApiError';
import { createBranchRouter } from './branchRouter';
import { createCommentRouter } from './commentRouter';
import { createCommitRouter } from './commitRouter';
import { createContentsRouter } from './contentsRouter';
import { ForgeContext } from './ForgeContext';
import { createMergeRouter } from './mergeRouter';
import { createPullRouter } from './pullRouter';
import { createRepositoryRouter } from './repositoryRouter';
import { createStatusRouter } from './statusRouter';
import { createTagRouter } from './tagRouter';

/** A wrong token is refused even where none is needed. */
function refuseWrongTokens(context: ForgeContext): RequestHandler {
  return (request, _response, next) => {
    if (context.accounts.caller(request.headers) === 'refused') {
      throw new ApiError(401, 'invalid username, password or token');
    }
    next();
  };
}

/** Gitea's API, version 1. @internal */
export function createApiRouter(context: ForgeContext): Router {
  const router = PromiseRouter();
  router.use(refuseWrongTokens(context));
  router.use(express.json({ limit: '50mb' }));
  router.use(createRepositoryRouter(context));
  router.use(createStatusRouter(context));
  router.use(createContentsRouter(context));
  router.use(createBranchRouter(context));
  router.use(createTagRouter(context));
  router.use(createCommitRouter(context));
  router.use(createMergeRouter(context));
  router.use(createPullRouter(context));
  router.use(createCommentRouter(context));
  router.use(() => {
    throw ApiError.notFound();
  });
  router.use(answerApiErrors(`${context.origin}/api/swagger`));
  return router;
}
