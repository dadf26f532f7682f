import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import express from 'express';
import { CommandRunner } from './commands/CommandRunner';
import { Life } from './commands/Life';
import { Jobs } from './jobs/Jobs';
import { streamJob } from './jobs/streamJob';
import { LabAtlantis, LabAtlantisOptions } from './LabAtlantis';
import { ProjectLocks } from './locks/ProjectLocks';
import { WorkingDirectoryLocks } from './locks/WorkingDirectoryLocks';
import { createApiRouter } from './server/createApiRouter';
import { createPagesRouter } from './server/createPagesRouter';
import { OFFERED_VERSIONS } from './terraform/initProvider';
import { projectKey, TerraformStates } from './terraform/TerraformStates';

const DEFAULT_DELAY_MS = 2_000;

/**
 * Starts an Atlantis that answers as Atlantis 0.47.1 does: it plans and applies the requests'
 * directories of the lab's forge, with the lab's vCenter in place of Terraform.
 *
 * @public
 */
export async function startAtlantis(
  options: LabAtlantisOptions,
): Promise<LabAtlantis> {
  const { faults, apiSecret, directory } = options;
  const states = await TerraformStates.open(
    directory && join(directory, 'terraform-states.json'),
  );
  const locks = new ProjectLocks();
  const workingDirectories = new WorkingDirectoryLocks();
  const jobs = new Jobs();
  const sockets = new Set<Socket>();
  let life = new Life();

  const app = express().disable('x-powered-by').disable('etag');
  const server = createServer(app);
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const cutConnections = () => sockets.forEach(socket => socket.destroy());
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const runner = new CommandRunner(
    {
      machines: options.machines,
      states,
      locks,
      workingDirectories,
      faults,
      starterWorkflow: options.workflow !== 'default',
      gate: options.gate,
      providerVersions: options.providerVersions ?? OFFERED_VERSIONS,
      paceMs: options.paceMs ?? 0,
      url,
      kill() {
        life.end();
        life = new Life();
        jobs.forgetAll();
        workingDirectories.forgetAll();
        cutConnections();
      },
    },
    options.forge,
    jobs,
  );

  app.use(async (request, _response, next) => {
    if (faults.strike('atlantis', 'down', request.path)) {
      request.socket.destroy();
      return;
    }
    const slow = faults.strike('atlantis', 'slow', request.path);
    if (slow) {
      await delay(slow.delayMs ?? DEFAULT_DELAY_MS);
    }
    next();
  });
  app.use(
    createApiRouter({
      runner,
      locks,
      faults,
      apiSecret,
      allowlist: options.repositoryAllowlist ?? ['*'],
      life: () => life,
    }),
  );
  app.use(createPagesRouter(locks));
  server.on('upgrade', (request, socket, head) => {
    if (faults.strike('atlantis', 'down', request.url)) {
      socket.destroy();
      return;
    }
    streamJob(jobs, request, socket, head);
  });

  return {
    url,
    apiSecret,
    holdLock({ repository, directory: path, workspace = 'default', pull }) {
      const project = { repository, directory: path, workspace };
      locks.take(project, pull);
      return () => {
        locks.release(projectKey(project));
      };
    },
    loseState({ repository, directory: path, workspace = 'default' }) {
      return states.lose({ repository, directory: path, workspace });
    },
    async close() {
      const closed = once(server, 'close');
      life.end();
      server.close();
      cutConnections();
      await closed;
      await states.save();
    },
  };
}
