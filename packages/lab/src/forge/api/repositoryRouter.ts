import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { repositoryAnswer } from '../answers/repositories';
import { userAnswer } from '../answers/users';
import { ForgeContext } from './ForgeContext';

/**
 * The version of Gitea whose answers the lab gives.
 *
 * @internal
 */
export const giteaVersion = '1.26.0';

/** Version, account and repository. @internal */
export function createRepositoryRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  router.get('/version', (_request, response) => {
    response.json({ version: giteaVersion });
  });

  router.get('/user', (request, response) => {
    response.json(userAnswer(context, context.account(request)));
  });

  router.get('/repos/:owner/:repo', (request, response) => {
    response.json(
      repositoryAnswer(
        context,
        context.repository(request),
        context.accounts.caller(request.headers),
      ),
    );
  });

  return router;
}
