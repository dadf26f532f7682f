import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { pullAnswer, pullAnswers } from '../answers/pulls';
import { encodePath } from '../answers/contents';
import { repositoryApiUrl, repositoryUrl } from '../answers/repositories';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { ApiError } from './ApiError';
import { ForgeContext } from './ForgeContext';
import { pageOf, setPageHeaders } from './paging';
import { readPull } from './readPull';
import { readBody, requiredText } from './readBody';
import { queryText } from './revisions';

const openPullSchema = z.object({
  head: requiredText,
  base: requiredText,
  title: requiredText,
  body: z.string().default(''),
});

const editPullSchema = z.object({
  title: z.string().default(''),
  body: z.string().optional(),
  state: z.string().optional(),
});

/** Pull requests: listing, opening, reading, editing and closing. @internal */
export function createPullRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  async function open(
    repository: ForgeRepository,
    user: string,
    body: z.output<typeof openPullSchema>,
  ) {
    const { head, base, title, body: description } = body;
    if (head === base) {
      throw new ApiError(
        422,
        'Invalid PullRequest: There are no changes between the head and the base',
      );
    }
    const [headSha, baseSha] = await Promise.all([
      repository.git.branch(head),
      repository.git.branch(base),
    ]);
    if (!headSha || !baseSha) {
      throw ApiError.notFound();
    }
    const existing = repository.pulls.findOpen(head, base);
    if (existing) {
      throw new ApiError(
        409,
        `pull request already exists for these targets [id: ${existing.number}, issue_id: ${existing.number}, head_repo_id: 1, base_repo_id: 1, head_branch: ${head}, base_branch: ${base}]`,
      );
    }
    const mergeBase = await repository.git.mergeBase(baseSha, headSha);
    return repository.pulls.open({
      title,
      body: description,
      user,
      head,
      base,
      headSha,
      mergeBase: mergeBase ?? baseSha,
    });
  }

  router.get('/repos/:owner/:repo/pulls', async (request, response) => {
    const repository = context.repository(request);
    const caller = context.accounts.caller(request.headers);
    const state = queryText(request, 'state');
    const base = queryText(request, 'base_branch');
    const found = repository.pulls
      .list()
      .filter(
        pull =>
          (!['open', 'closed'].includes(state) || pull.state === state) &&
          (base === '' || pull.base === base),
      );
    if (queryText(request, 'sort') === 'oldest') {
      found.reverse();
    }
    setPageHeaders(request, response, context.origin, found.length);
    response.json(
      await pullAnswers(context, repository, pageOf(request, found), caller),
    );
  });

  router.post('/repos/:owner/:repo/pulls', async (request, response) => {
    const repository = context.repository(request);
    const account = context.writer(request);
    const body = readBody(openPullSchema, request);
    const pull = await repository.change(() =>
      open(repository, account.login, body),
    );
    response
      .status(201)
      .json(await pullAnswer(context, repository, pull, account));
  });

  router.get(
    '/repos/:owner/:repo/pulls/:number(\\d+).diff',
    async (request, response) => {
      const repository = context.repository(request);
      const pull = readPull(repository, request);
      const diff = await repository.git.diff(pull.mergeBase, pull.headSha);
      response.type('text/plain; charset=utf-8').send(`${diff}\n`);
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number(\\d+)',
    async (request, response) => {
      const repository = context.repository(request);
      response.json(
        await pullAnswer(
          context,
          repository,
          readPull(repository, request),
          context.accounts.caller(request.headers),
        ),
      );
    },
  );

  router.patch(
    '/repos/:owner/:repo/pulls/:number(\\d+)',
    async (request, response) => {
      const repository = context.repository(request);
      const account = context.writer(request);
      const body = readBody(editPullSchema, request);
      const pull = await repository.change(async () => {
        const edited = readPull(repository, request);
        edited.title = body.title || edited.title;
        edited.body = body.body ?? edited.body;
        if (body.state !== undefined) {
          if (edited.mergedAt) {
            throw new ApiError(
              412,
              'cannot change state of this pull request, it was already merged',
            );
          }
          if (body.state === 'closed' && edited.state === 'open') {
            repository.pulls.close(edited);
          } else if (body.state === 'open' && edited.state === 'closed') {
            repository.pulls.reopen(edited);
          }
        }
        return edited;
      });
      response
        .status(201)
        .json(await pullAnswer(context, repository, pull, account));
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number(\\d+)/files',
    async (request, response) => {
      const repository = context.repository(request);
      const pull = readPull(repository, request);
      const { headSha } = pull;
      const files = await repository.pulls.changes(pull);
      const web = repositoryUrl(context, repository);
      const api = repositoryApiUrl(context, repository);
      setPageHeaders(request, response, context.origin, files.length);
      response.json(
        pageOf(request, files).map(file => {
          const at = `commit/${headSha}/${encodePath(file.path)}`;
          return {
            filename: file.path,
            status: file.status,
            additions: file.additions,
            deletions: file.deletions,
            changes: file.additions + file.deletions,
            html_url: `${web}/src/${at}`,
            contents_url: `${api}/contents/${encodePath(
              file.path,
            )}?ref=${headSha}`,
            raw_url: `${web}/raw/${at}`,
          };
        }),
      );
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:base/:head(*)',
    async (request, response) => {
      const repository = context.repository(request);
      const { base, head } = request.params;
      // Gitea gives whichever its database finds first, closed ones too.
      const pull = repository.pulls
        .list()
        .reverse()
        .find(candidate => candidate.base === base && candidate.head === head);
      if (!pull) {
        throw ApiError.notFound();
      }
      response.json(
        await pullAnswer(
          context,
          repository,
          pull,
          context.accounts.caller(request.headers),
        ),
      );
    },
  );

  return router;
}
