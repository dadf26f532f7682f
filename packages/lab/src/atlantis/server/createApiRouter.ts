import { timingSafeEqual } from 'node:crypto';
import { Router, text } from 'express';
import PromiseRouter from 'express-promise-router';
import { CommandRunner, statusOf } from '../commands/CommandRunner';
import { Killed, Life } from '../commands/Life';
import { parseCommand, RefusedRequest } from '../commands/parseCommand';
import { FaultSwitches } from '../../faults/FaultSwitches';
import { ProjectLocks } from '../locks/ProjectLocks';

const MAX_BODY_BYTES = 1024 * 1024;

function same(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}

function allows(allowlist: string[], repository: string): boolean {
  return allowlist.some(
    rule =>
      rule === '*' ||
      rule === repository ||
      (rule.endsWith('/*') && repository.startsWith(rule.slice(0, -1))),
  );
}

/**
 * `POST /api/plan`, `POST /api/apply` and `GET /api/locks`.
 *
 * @internal
 */
export function createApiRouter(options: {
  runner: CommandRunner;
  locks: ProjectLocks;
  faults: FaultSwitches;
  apiSecret: string;
  allowlist: string[];
  /** The life that a command begins in. */
  life: () => Life;
}): Router {
  const { runner, locks, faults, apiSecret, allowlist, life } = options;
  const router = PromiseRouter();

  router.post(
    ['/api/plan', '/api/apply'],
    text({ type: () => true, limit: MAX_BODY_BYTES }),
    async (request, response) => {
      const { path, socket } = request;
      let status: number;
      let answer: unknown;
      try {
        if (
          !same(request.get('x-atlantis-token') ?? '', apiSecret) ||
          faults.strike('atlantis', 'token-refused', path)
        ) {
          throw new RefusedRequest(
            401,
            'header X-Atlantis-Token did not match expected secret',
          );
        }
        const command = parseCommand(
          typeof request.body === 'string' ? request.body : '',
        );
        if (!allows(allowlist, command.repository)) {
          throw new RefusedRequest(403, 'repo not allowlisted');
        }
        const result = await (path === '/api/plan'
          ? runner.plan(command, life())
          : runner.apply(command, life()));
        status = statusOf(result);
        answer = result;
      } catch (error) {
        if (error instanceof Killed) {
          socket.destroy();
          return;
        }
        if (!(error instanceof RefusedRequest)) {
          throw error;
        }
        status = error.status;
        answer = { error: error.message };
      }
      if (faults.strike('atlantis', 'answer-lost', path)) {
        socket.destroy();
        return;
      }
      response.status(status).json(answer);
    },
  );

  router.get('/api/locks', async (_request, response) => {
    const held = locks.list().map(([name, lock]) => ({
      Name: name,
      ProjectName: '',
      ProjectRepo: lock.repository,
      ProjectRepoPath: lock.directory,
      PullID: String(lock.pull),
      PullURL: '',
      User: '',
      Workspace: lock.workspace,
      Time: lock.time.toISOString(),
    }));
    response.json({ Locks: held.length ? held : null });
  });

  return router;
}
