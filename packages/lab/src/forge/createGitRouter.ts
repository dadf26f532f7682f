import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ForgeContext } from './api/ForgeContext';
import { gitEnvironment } from './git/runGit';
import { ForgeRepository } from './repositories/ForgeRepository';

type Service = 'upload-pack' | 'receive-pack';

/** A line of git's wire protocol: its length in four hexadecimal digits, then the text. */
function packetLine(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text;
}

function protocolEnvironment(request: Request): Record<string, string> {
  const version = request.headers['git-protocol'];
  return typeof version === 'string' && /^[\w=:]+$/.test(version)
    ? { GIT_PROTOCOL: version }
    : {};
}

/** Runs one request of the protocol, which ends with git's own answer. */
async function serve(
  request: Request,
  response: Response,
  repository: ForgeRepository,
  service: Service,
): Promise<void> {
  const { path } = repository.git;
  const child = spawn('git', [service, '--stateless-rpc', path], {
    env: gitEnvironment(path, protocolEnvironment(request)),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  response.setHeader('Content-Type', `application/x-git-${service}-result`);
  response.setHeader('Cache-Control', 'no-cache');
  const body =
    request.headers['content-encoding'] === 'gzip'
      ? pipeline(request, createGunzip(), child.stdin)
      : pipeline(request, child.stdin);
  const results = await Promise.allSettled([
    body,
    pipeline(child.stdout, response),
    ended,
  ]);
  child.kill();
  // A client that hangs up in the middle ends the pipes early, which is no failure of the forge.
  const failure = results[2];
  if (failure.status === 'rejected') {
    throw failure.reason;
  }
}

/** Git over HTTP, as `git clone`, `git fetch` and `git push` speak it. @internal */
export function createGitRouter(context: ForgeContext): Router {
  const router = PromiseRouter();

  /** The repository, or nothing when the request was already answered. */
  function open(
    request: Request,
    response: Response,
    service: Service,
  ): ForgeRepository | undefined {
    const repository = context.findRepository(
      request.params.owner,
      request.params.repo,
    );
    if (!repository) {
      response.status(404).type('text/plain').send('Not found.\n');
      return undefined;
    }
    const caller = context.accounts.caller(request.headers);
    if (
      caller === 'refused' ||
      (caller === 'anonymous' && service === 'receive-pack')
    ) {
      response
        .status(401)
        .setHeader('WWW-Authenticate', 'Basic realm="Gitea"')
        .type('text/plain')
        .send('Unauthorized\n');
      return undefined;
    }
    if (
      service === 'receive-pack' &&
      typeof caller === 'object' &&
      !caller.mayWrite
    ) {
      response.status(403).type('text/plain').send('Forbidden\n');
      return undefined;
    }
    return repository;
  }

  router.get('/:owner/:repo.git/info/refs', async (request, response) => {
    const service = String(request.query.service).replace(/^git-/, '');
    if (service !== 'upload-pack' && service !== 'receive-pack') {
      response.status(403).type('text/plain').send('Unsupported service.\n');
      return;
    }
    const repository = open(request, response, service);
    if (!repository) {
      return;
    }
    const { stdout } = await repository.git.run(
      [service, '--stateless-rpc', '--advertise-refs', repository.git.path],
      { env: protocolEnvironment(request) },
    );
    response.setHeader(
      'Content-Type',
      `application/x-git-${service}-advertisement`,
    );
    response.setHeader('Cache-Control', 'no-cache');
    response.end(
      Buffer.concat([
        Buffer.from(`${packetLine(`# service=git-${service}\n`)}0000`),
        stdout,
      ]),
    );
  });

  router.post(
    '/:owner/:repo.git/git-upload-pack',
    async (request, response) => {
      const repository = open(request, response, 'upload-pack');
      if (repository) {
        await serve(request, response, repository, 'upload-pack');
      }
    },
  );

  router.post(
    '/:owner/:repo.git/git-receive-pack',
    async (request, response) => {
      const repository = open(request, response, 'receive-pack');
      await repository?.change(() =>
        serve(request, response, repository, 'receive-pack'),
      );
    },
  );

  return router;
}
