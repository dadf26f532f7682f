import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { commitAnswer } from '../answers/commits';
import { repositoryApiUrl } from '../answers/repositories';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { readPage, setPageHeaders } from './paging';
import { queryText } from './revisions';

const LARGEST_TREE_PAGE = 1000;

/** Commits, comparisons and trees. @internal */
export function createCommitRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  router.get('/repos/:owner/:repo/commits', async (request, response) => {
    const repository = context.repository(request);
    const wanted = queryText(request, 'sha') || repository.defaultBranch;
    const path = queryText(request, 'path');
    const revision = await repository.git.resolve(wanted, 4);
    if (!revision) {
      throw ApiError.notFound();
    }
    const total = await repository.git.countCommits(revision.sha, path);
    if (path && total === 0) {
      throw ApiError.notFound(undefined, 'FileCommitsCount');
    }
    const { skip, limit } = readPage(request);
    const commits = await repository.git.log(revision.sha, {
      path,
      skip,
      limit,
    });
    setPageHeaders(request, response, context.origin, total);
    response.json(
      commits.map(commit => commitAnswer(context, repository, commit)),
    );
  });

  router.get(
    '/repos/:owner/:repo/git/commits/:sha',
    async (request, response) => {
      const repository = context.repository(request);
      const { sha } = request.params;
      const revision = await repository.git.resolve(sha, 4);
      if (!revision) {
        throw ApiError.notFound(undefined, `commit doesn't exist: ${sha}`);
      }
      response.json(
        commitAnswer(
          context,
          repository,
          await repository.git.commit(revision.sha),
        ),
      );
    },
  );

  router.get(
    '/repos/:owner/:repo/compare/:range(*)',
    async (request, response) => {
      const repository = context.repository(request);
      const [, base, dots, head] =
        /^(.*?)(\.{2,3})(.*)$/.exec(request.params.range) ?? [];
      const [from, to] = await Promise.all(
        [base, head].map(name =>
          repository.git.resolve(name || repository.defaultBranch, 7),
        ),
      );
      if (!dots || !from || !to) {
        throw ApiError.notFound();
      }
      const commits = await repository.git.log(`${from.sha}..${to.sha}`);
      response.json({
        total_commits: commits.length,
        commits: commits.map(commit =>
          commitAnswer(context, repository, commit),
        ),
      });
    },
  );

  router.get(
    '/repos/:owner/:repo/git/trees/:sha',
    async (request, response) => {
      const repository = context.repository(request);
      const { sha } = request.params;
      const revision = await repository.git.resolve(sha, 4);
      if (!revision) {
        throw new ApiError(400, `sha not found [${sha}]`);
      }
      const recursive = ['1', 'true'].includes(queryText(request, 'recursive'));
      const [root, entries] = await Promise.all([
        repository.git.entry(revision.sha, ''),
        repository.git.list(revision.sha, '', { recursive }),
      ]);
      const perPage =
        Math.min(Number(request.query.per_page) || 0, LARGEST_TREE_PAGE) ||
        LARGEST_TREE_PAGE;
      const page = Math.max(1, Number(request.query.page) || 1);
      const api = repositoryApiUrl(context, repository);
      response.setHeader('X-Total-Count', String(entries.length));
      response.json({
        sha: root?.sha,
        url: `${api}/git/trees/${root?.sha}`,
        tree: entries
          .slice((page - 1) * perPage, page * perPage)
          .map(entry => ({
            path: entry.path,
            mode: entry.mode,
            type: entry.type,
            size: entry.size,
            sha: entry.sha,
            url: `${api}/git/${entry.type}s/${entry.sha}`,
          })),
        truncated: page * perPage < entries.length,
        page,
        total_count: entries.length,
      });
    },
  );

  return router;
}
