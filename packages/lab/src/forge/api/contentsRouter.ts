import { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { contentsAnswer } from '../answers/contents';
import { fileCommitAnswer } from '../answers/commits';
import { commitFiles } from '../git/commitFiles';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { Account } from './Accounts';
import { ApiError } from './ApiError';
import { FileOperation, fileOperationSchema, readChanges } from './changeFiles';
import { ForgeContext } from './ForgeContext';
import { readBody } from './readBody';
import { refName } from './refName';
import { queryText, readRevision } from './revisions';
import { cleanTreePath } from './treePath';

const personSchema = z
  .object({ name: z.string().default(''), email: z.string().default('') })
  .optional();

const optionsSchema = z.object({
  branch: refName.default(''),
  new_branch: refName.default(''),
  message: z.string().default(''),
  author: personSchema,
  committer: personSchema,
});

const changeFilesSchema = optionsSchema.extend({
  files: z.array(fileOperationSchema, 'Required'),
});

const putFileSchema = optionsSchema.extend({
  content: z.string().default(''),
  sha: z.string().default(''),
});

type ChangeOptions = z.output<typeof optionsSchema>;

/** Gitea's own message when the client gives none. */
function defaultMessage(operations: FileOperation[]): string {
  const verbs: Record<string, string> = { create: 'Add', delete: 'Delete' };
  return operations
    .map(({ operation, path }) => `${verbs[operation] ?? 'Update'} ${path}`)
    .join('\n');
}

/** Files: reading them, and committing changes of them. @internal */
export function createContentsRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  async function read(request: Request, response: Response, path: string) {
    const repository = context.repository(request);
    const revision = await readRevision(repository, queryText(request, 'ref'));
    const clean = cleanTreePath(path);
    const entry = await repository.git.entry(revision.sha, clean);
    if (!entry) {
      throw ApiError.notFound(
        `object does not exist [id: , rel_path: ${clean}]`,
        'GetContentsOrList',
      );
    }
    if (entry.type === 'tree') {
      const entries = await repository.git.list(revision.sha, clean);
      response.json(
        await Promise.all(
          entries.map(child =>
            contentsAnswer(context, repository, revision, child, {
              withContent: false,
            }),
          ),
        ),
      );
      return;
    }
    response.json(
      await contentsAnswer(context, repository, revision, entry, {
        withContent: true,
      }),
    );
  }

  async function commit(
    repository: ForgeRepository,
    writer: Account,
    options: ChangeOptions,
    operations: FileOperation[],
  ): Promise<string> {
    const branch = options.branch || repository.defaultBranch;
    const target = options.new_branch || branch;
    const parent = await repository.git.branch(branch);
    if (!parent) {
      throw new ApiError(
        404,
        `branch does not exist [repo_id: 1 name: ${branch}]`,
      );
    }
    if (target !== branch && (await repository.git.branch(target))) {
      throw new ApiError(422, `branch already exists [name: ${target}]`);
    }
    const self = context.signature(writer);
    const signature = (person: z.output<typeof personSchema>) => ({
      ...self,
      ...(person?.name && { name: person.name }),
      ...(person?.email && { email: person.email }),
    });
    return commitFiles(repository.git, {
      branch: target,
      parent,
      changes: await readChanges(repository, parent, operations),
      message: options.message || defaultMessage(operations),
      author: signature(options.author ?? options.committer),
      committer: signature(options.committer ?? options.author),
    });
  }

  async function change(
    request: Request,
    options: ChangeOptions,
    operations: FileOperation[],
  ) {
    const repository = context.repository(request);
    const writer = context.writer(
      request,
      'user should have a permission to write to the target branch',
    );
    const sha = await repository.change(() =>
      commit(repository, writer, options, operations),
    );
    const name =
      options.new_branch || options.branch || repository.defaultBranch;
    const revision = { kind: 'branch' as const, name, sha };
    const made = await repository.git.commit(sha);
    const paths = operations.map(({ path }) => cleanTreePath(path));
    const entries = await repository.git.entries(sha, paths);
    const files = await Promise.all(
      paths.map(async path => {
        const entry = entries.get(path);
        return (
          entry &&
          contentsAnswer(context, repository, revision, entry, {
            withContent: true,
            lastCommit: made,
          })
        );
      }),
    );
    return {
      files: files.map(file => file ?? null),
      commit: fileCommitAnswer(context, repository, made),
      verification: {
        verified: false,
        reason: 'gpg.error.not_signed_commit',
        signature: '',
        signer: null,
        payload: '',
      },
    };
  }

  function changeOne(
    request: Request,
    body: ChangeOptions & { content?: string; sha?: string },
    operation: string,
  ) {
    const { content = '', sha = '', ...options } = body;
    return change(request, options, [
      { operation, path: request.params.path, content, sha },
    ]);
  }

  router.get('/repos/:owner/:repo/contents', (request, response) =>
    read(request, response, ''),
  );

  router.get('/repos/:owner/:repo/contents/:path(*)', (request, response) =>
    read(request, response, request.params.path),
  );

  router.post('/repos/:owner/:repo/contents', async (request, response) => {
    context.account(request);
    const { files, ...options } = readBody(changeFilesSchema, request);
    response.status(201).json(await change(request, options, files));
  });

  router.post(
    '/repos/:owner/:repo/contents/:path(*)',
    async (request, response) => {
      context.account(request);
      const body = readBody(putFileSchema, request);
      const { files, ...rest } = await changeOne(request, body, 'create');
      response.status(201).json({ content: files[0], ...rest });
    },
  );

  router.put(
    '/repos/:owner/:repo/contents/:path(*)',
    async (request, response) => {
      context.account(request);
      const body = readBody(putFileSchema, request);
      const operation = body.sha ? 'update' : 'create';
      const { files, ...rest } = await changeOne(request, body, operation);
      response
        .status(operation === 'create' ? 201 : 200)
        .json({ content: files[0], ...rest });
    },
  );

  router.delete(
    '/repos/:owner/:repo/contents/:path(*)',
    async (request, response) => {
      context.account(request);
      const body = readBody(putFileSchema, request);
      if (!body.sha) {
        throw new ApiError(422, '[SHA]: Required');
      }
      const { files, ...rest } = await changeOne(request, body, 'delete');
      response.json({ content: files[0], ...rest });
    },
  );

  router.get('/repos/:owner/:repo/raw/:path(*)', async (request, response) => {
    const repository = context.repository(request);
    const revision = await readRevision(repository, queryText(request, 'ref'));
    const entry = await repository.git.entry(
      revision.sha,
      cleanTreePath(request.params.path),
    );
    if (entry?.type !== 'blob') {
      throw ApiError.notFound();
    }
    response
      .type('text/plain; charset=utf-8')
      .send(await repository.git.blob(entry.sha));
  });

  return router;
}
