import { ErrorRequestHandler, Request, RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ApiError } from '../api/ApiError';
import { ForgeContext } from '../api/ForgeContext';
import { readPull } from '../api/readPull';
import { cleanTreePath } from '../api/treePath';
import { ResolvedRevision } from '../git/GitRepository';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { html } from '../../pages/html';
import { layout } from './layout';
import { pullListPage, pullPage } from './pullPages';
import {
  commitPage,
  homePage,
  repositoryPage,
  sourcePage,
} from './sourcePages';
import { styles } from './styles';

const LATEST_COMMITS = 10;
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** Nothing but the forge's own style sheet is loaded, and no script runs. */
const secureHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  next();
};

const answerErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = error instanceof ApiError ? error.status : 500;
  const title = status === 404 ? 'There is no such page' : 'That went wrong';
  response.status(status).send(
    layout({
      title,
      content: html`<h1>${title}</h1>
        <p>
          ${status === 404
            ? 'It may have been deleted: branches are, once they are merged.'
            : error.message}
        </p>`,
    }),
  );
};

/**
 * Splits `branch/<name>/<path>`: names of branches may hold slashes, so each beginning is tried,
 * the shortest first, as a branch `a` and a branch `a/b` can't both be.
 */
async function readSource(
  repository: ForgeRepository,
  request: Request,
): Promise<{ revision: ResolvedRevision; path: string }> {
  const { kind, rest } = request.params;
  const parts = rest.split('/');
  for (let length = 1; length <= parts.length; length += 1) {
    const name = parts.slice(0, length).join('/');
    const revision = await repository.git.resolve(name, 7);
    if (revision?.kind === kind) {
      return { revision, path: cleanTreePath(parts.slice(length).join('/')) };
    }
  }
  throw ApiError.notFound();
}

/** Pages for people. @internal */
export function createPagesRouter(context: ForgeContext): Router {
  const router = PromiseRouter();
  router.use(secureHeaders);

  router.get('/-/style.css', (_request, response) => {
    response.type('text/css').send(styles);
  });

  router.get('/', (_request, response) => {
    response.send(homePage(context.repositories()));
  });

  router.get('/:owner/:repo', async (request, response) => {
    const repository = context.repository(request);
    const { git } = repository;
    const revision = await git.resolve(repository.defaultBranch);
    if (!revision) {
      throw ApiError.notFound();
    }
    const [entries, commits, branches, readme] = await Promise.all([
      git.list(revision.sha, ''),
      git.log(revision.sha, { limit: LATEST_COMMITS }),
      git.refs('refs/heads/'),
      git.entry(revision.sha, 'README.md'),
    ]);
    response.send(
      repositoryPage(repository, revision, {
        entries,
        commits,
        branches: branches.map(({ name }) => name),
        readme: readme && (await git.blob(readme.sha)).toString(),
        cloneUrl: `${context.origin}/${repository.fullName}.git`,
      }),
    );
  });

  router.get('/:owner/:repo/pulls', (request, response) => {
    const repository = context.repository(request);
    response.send(pullListPage(repository, repository.pulls.list()));
  });

  router.get(
    '/:owner/:repo/pulls/:number(\\d+).diff',
    async (request, response) => {
      const repository = context.repository(request);
      const { mergeBase, headSha } = readPull(repository, request);
      response
        .type('text/plain; charset=utf-8')
        .send(`${await repository.git.diff(mergeBase, headSha)}\n`);
    },
  );

  router.get('/:owner/:repo/pulls/:number(\\d+)', async (request, response) => {
    const repository = context.repository(request);
    const pull = readPull(repository, request);
    const { mergeBase, headSha } = pull;
    const [commits, diff, mergeable] = await Promise.all([
      repository.git.log(`${mergeBase}..${headSha}`),
      repository.git.diff(mergeBase, headSha),
      repository.pulls.isMergeable(pull),
    ]);
    response.send(
      pullPage(repository, pull, {
        commits,
        diff,
        mergeable,
      }),
    );
  });

  router.get('/:owner/:repo/commit/:sha', async (request, response) => {
    const repository = context.repository(request);
    const revision = await repository.git.resolve(request.params.sha, 7);
    if (!revision) {
      throw ApiError.notFound();
    }
    const commit = await repository.git.commit(revision.sha);
    const diff = await repository.git.diff(
      commit.parents[0] ?? EMPTY_TREE,
      commit.sha,
    );
    response.send(commitPage(repository, commit, diff));
  });

  router.get(
    '/:owner/:repo/src/:kind(branch|tag|commit)/:rest(*)',
    async (request, response) => {
      const repository = context.repository(request);
      const { revision, path } = await readSource(repository, request);
      const entry = await repository.git.entry(revision.sha, path);
      if (!entry) {
        throw ApiError.notFound();
      }
      const content =
        entry.type === 'tree'
          ? await repository.git.list(revision.sha, path)
          : (await repository.git.blob(entry.sha)).toString();
      response.send(sourcePage(repository, revision, path, content));
    },
  );

  router.get(
    '/:owner/:repo/raw/:kind(branch|tag|commit)/:rest(*)',
    async (request, response) => {
      const repository = context.repository(request);
      const { revision, path } = await readSource(repository, request);
      const entry = await repository.git.entry(revision.sha, path);
      if (entry?.type !== 'blob') {
        throw ApiError.notFound();
      }
      response
        .type('text/plain; charset=utf-8')
        .send(await repository.git.blob(entry.sha));
    },
  );

  router.use(() => {
    throw ApiError.notFound();
  });
  router.use(answerErrors);
  return router;
}
