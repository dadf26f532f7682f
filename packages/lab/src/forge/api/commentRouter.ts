import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { commentAnswer } from '../answers/pulls';
import { ForgeContext } from './ForgeContext';
import { readBody, requiredText } from './readBody';
import { readPull } from './readPull';

const commentSchema = z.object({ body: requiredText });

/** Comments on pull requests, which are issues to Gitea. @internal */
export function createCommentRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  router.get(
    '/repos/:owner/:repo/issues/:number(\\d+)/comments',
    (request, response) => {
      const repository = context.repository(request);
      const pull = readPull(repository, request);
      response.setHeader('X-Total-Count', String(pull.comments.length));
      response.json(
        pull.comments.map(comment =>
          commentAnswer(context, repository, pull, comment),
        ),
      );
    },
  );

  router.post(
    '/repos/:owner/:repo/issues/:number(\\d+)/comments',
    async (request, response) => {
      const repository = context.repository(request);
      const { login } = context.account(request);
      const { body } = readBody(commentSchema, request);
      const pull = readPull(repository, request);
      repository.state.comments += 1;
      const comment = repository.pulls.addComment(pull, {
        id: repository.state.comments,
        user: login,
        body,
      });
      await repository.save();
      response
        .status(201)
        .json(commentAnswer(context, repository, pull, comment));
    },
  );

  return router;
}
