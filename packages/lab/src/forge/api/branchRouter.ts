import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { branchAnswer } from '../answers/commits';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { pageOf, setPageHeaders } from './paging';
import { readBody, requiredText } from './readBody';
import { refName } from './refName';

const createBranchSchema = z.object({
  new_branch_name: requiredText.pipe(refName),
  old_branch_name: z.string().default(''),
  old_ref_name: z.string().default(''),
});

/** Branches. @internal */
export function createBranchRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  router.get('/repos/:owner/:repo/branches', async (request, response) => {
    const repository = context.repository(request);
    const branches = await repository.git.refs('refs/heads/');
    setPageHeaders(request, response, context.origin, branches.length);
    response.json(
      await Promise.all(
        pageOf(request, branches).map(async ({ name, sha }) =>
          branchAnswer(
            context,
            repository,
            name,
            await repository.git.commit(sha),
          ),
        ),
      ),
    );
  });

  router.get(
    '/repos/:owner/:repo/branches/:name(*)',
    async (request, response) => {
      const repository = context.repository(request);
      const { name } = request.params;
      const sha = await repository.git.branch(name);
      if (!sha) {
        throw ApiError.notFound();
      }
      response.json(
        branchAnswer(
          context,
          repository,
          name,
          await repository.git.commit(sha),
        ),
      );
    },
  );

  router.post('/repos/:owner/:repo/branches', async (request, response) => {
    const repository = context.repository(request);
    context.writer(request);
    const body = readBody(createBranchSchema, request);
    const name = body.new_branch_name;
    const sha = await repository.change(async () => {
      const from = body.old_ref_name
        ? (await repository.git.resolve(body.old_ref_name, 7))?.sha
        : await repository.git.branch(
            body.old_branch_name || repository.defaultBranch,
          );
      if (!from) {
        throw new ApiError(404, 'The old branch does not exist');
      }
      if (await repository.git.branch(name)) {
        throw new ApiError(409, 'The branch already exists.');
      }
      await repository.git.updateRef(`refs/heads/${name}`, from, '');
      return from;
    });
    response
      .status(201)
      .json(
        branchAnswer(
          context,
          repository,
          name,
          await repository.git.commit(sha),
        ),
      );
  });

  router.delete(
    '/repos/:owner/:repo/branches/:name(*)',
    async (request, response) => {
      const repository = context.repository(request);
      context.writer(request);
      const { name } = request.params;
      await repository.change(async () => {
        if (name === repository.defaultBranch) {
          throw new ApiError(
            403,
            'can not delete default or pull request target branch',
          );
        }
        if (!(await repository.git.branch(name))) {
          throw ApiError.notFound(`branch does not exist [name: ${name}]`);
        }
        await repository.git.deleteRef(`refs/heads/${name}`);
      });
      response.status(204).end();
    },
  );

  return router;
}
