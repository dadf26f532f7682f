import { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { repositoryAnswer, repositoryApiUrl } from '../answers/repositories';
import { statusAnswer } from '../answers/statuses';
import { CommitStatusState } from '../repositories/ForgeState';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { pageOf, setPageHeaders } from './paging';
import { readBody } from './readBody';
import { queryText, readRevision } from './revisions';

const SHORTEST_COMMIT_NAME = 7;

const createStatusSchema = z.object({
  state: z.enum([
    'pending',
    'success',
    'error',
    'failure',
    'warning',
    'skipped',
  ]),
  context: z.string().default(''),
  description: z.string().default(''),
  target_url: z.string().default(''),
});

function sorted(
  statuses: CommitStatusState[],
  order: string,
): CommitStatusState[] {
  return ['oldest', 'leastupdate', 'highestindex'].includes(order)
    ? statuses.reverse()
    : statuses;
}

/** Commit statuses. @internal */
export function createStatusRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  function list(
    request: Request,
    response: Response,
    repository: ForgeRepository,
    sha: string,
  ) {
    const state = queryText(request, 'state');
    const found = sorted(
      repository.statuses.list(sha),
      queryText(request, 'sort'),
    ).filter(status => state === '' || status.state === state);
    setPageHeaders(request, response, context.origin, found.length);
    response.json(
      pageOf(request, found).map(status =>
        statusAnswer(context, repository, sha, status),
      ),
    );
  }

  router.get('/repos/:owner/:repo/statuses/:sha', (request, response) =>
    list(request, response, context.repository(request), request.params.sha),
  );

  router.post(
    '/repos/:owner/:repo/statuses/:sha',
    async (request, response) => {
      const repository = context.repository(request);
      const account = context.writer(request);
      const body = readBody(createStatusSchema, request);
      const revision = await repository.git.resolve(request.params.sha, 4);
      if (!revision) {
        throw new ApiError(
          500,
          `GetCommit[${request.params.sha}]: object does not exist [id: ${request.params.sha}, rel_path: ]`,
        );
      }
      const status = repository.statuses.add(revision.sha, body, account.login);
      await repository.save();
      response
        .status(201)
        .json(statusAnswer(context, repository, revision.sha, status));
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/statuses',
    async (request, response) => {
      const repository = context.repository(request);
      const { sha } = await readRevision(
        repository,
        request.params.ref,
        SHORTEST_COMMIT_NAME,
      );
      list(request, response, repository, sha);
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/status',
    async (request, response) => {
      const repository = context.repository(request);
      const { sha } = await readRevision(
        repository,
        request.params.ref,
        SHORTEST_COMMIT_NAME,
      );
      const { state, statuses } = repository.statuses.combined(sha);
      const page = pageOf(request, statuses);
      const api = repositoryApiUrl(context, repository);
      setPageHeaders(request, response, context.origin, statuses.length);
      response.json({
        state,
        sha,
        total_count: page.length,
        statuses:
          page.length === 0
            ? null
            : page.map(status =>
                statusAnswer(context, repository, sha, status),
              ),
        repository: repositoryAnswer(
          context,
          repository,
          context.accounts.caller(request.headers),
        ),
        commit_url: `${api}/commits/${sha}`,
        url: `${api}/commits/${sha}/status`,
      });
    },
  );

  return router;
}
