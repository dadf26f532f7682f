import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { repositoryApiUrl } from '../answers/repositories';
import { GitRef } from '../git/GitRepository';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { pageOf, setPageHeaders } from './paging';
import { readBody, requiredText } from './readBody';
import { refName } from './refName';

const createTagSchema = z.object({
  tag_name: requiredText.pipe(refName),
  target: z.string().default(''),
});

/** Tags; those that are made here point straight to a commit. @internal */
export function createTagRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  async function answer(repository: ForgeRepository, { name, sha }: GitRef) {
    const commit = await repository.git.commit(sha);
    return {
      name,
      message: commit.message,
      id: sha,
      commit: {
        url: `${repositoryApiUrl(context, repository)}/git/commits/${sha}`,
        sha,
        created: commit.committer.date,
      },
    };
  }

  router.get('/repos/:owner/:repo/tags', async (request, response) => {
    const repository = context.repository(request);
    const tags = await repository.git.refs('refs/tags/');
    setPageHeaders(request, response, context.origin, tags.length);
    response.json(
      await Promise.all(
        pageOf(request, tags).map(tag => answer(repository, tag)),
      ),
    );
  });

  router.get('/repos/:owner/:repo/tags/:name(*)', async (request, response) => {
    const repository = context.repository(request);
    const { name } = request.params;
    const sha = await repository.git.refCommit(`refs/tags/${name}`);
    if (!sha) {
      throw ApiError.notFound(undefined, `tag doesn't exist: ${name}`);
    }
    response.json(await answer(repository, { name, sha }));
  });

  router.post('/repos/:owner/:repo/tags', async (request, response) => {
    const repository = context.repository(request);
    context.writer(request);
    const body = readBody(createTagSchema, request);
    const name = body.tag_name;
    const sha = await repository.change(async () => {
      const target = await repository.git.resolve(
        body.target || repository.defaultBranch,
        7,
      );
      if (!target) {
        throw new ApiError(
          404,
          `target not found: object does not exist [id: ${body.target}, rel_path: ]`,
        );
      }
      if (await repository.git.refCommit(`refs/tags/${name}`)) {
        throw new ApiError(409, `tag already exists [name: ${name}]`);
      }
      await repository.git.updateRef(`refs/tags/${name}`, target.sha, '');
      return target.sha;
    });
    response.status(201).json(await answer(repository, { name, sha }));
  });

  return router;
}
