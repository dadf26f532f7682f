import { mkdtemp, rm } from 'node:fs/promises';
import { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import express from 'express';
import { StateFile } from '../state/StateFile';
import { Accounts, organization } from './api/Accounts';
import { createApiRouter } from './api/createApiRouter';
import { ForgeContext } from './api/ForgeContext';
import { createGitRouter } from './createGitRouter';
import { LabForge, LabForgeOptions } from './LabForge';
import { openRepository } from './openRepository';
import { createPagesRouter } from './pages/createPagesRouter';
import { ForgeRepository } from './repositories/ForgeRepository';
import { ForgeState } from './repositories/ForgeState';
import { strikeFaults } from './strikeFaults';

const REPOSITORY = 'infrastructure';
const DEFAULT_MERGE_CHECK_MS = 20;

/**
 * Starts a Git forge that answers as Gitea 1.26 does, on real git repositories.
 *
 * @public
 */
export async function startForge(options: LabForgeOptions): Promise<LabForge> {
  const temporary = options.directory
    ? undefined
    : await mkdtemp(join(tmpdir(), 'lab-forge-'));
  const directory = options.directory ?? temporary!;
  const file = new StateFile<ForgeState>(join(directory, 'forge.json'));
  const state = (await file.load()) ?? { repositories: {} };
  const accounts = new Accounts(options);
  const repository = await openRepository({
    directory: join(directory, 'repositories'),
    owner: organization.login,
    name: REPOSITORY,
    state,
    save: () => file.save(() => state),
    mergeCheckMs: options.mergeCheckMs ?? DEFAULT_MERGE_CHECK_MS,
    seedDirectory: options.seedDirectory,
    author: {
      name: accounts.backlot.fullName,
      email: accounts.backlot.email,
    },
  });

  const app = express().disable('x-powered-by').disable('etag');
  const server = createServer(app);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = new ForgeContext({
    origin: url,
    accounts,
    repositories: [repository],
  });
  app.use(strikeFaults(options.faults));
  app.use('/api/v1', createApiRouter(context));
  app.use(createGitRouter(context));
  app.use(createPagesRouter(context));

  function find(owner: string, name: string): ForgeRepository {
    const found = context.findRepository(owner, name);
    if (!found) {
      throw new Error(`the lab's forge has no repository ${owner}/${name}`);
    }
    return found;
  }

  async function headOf(owner: string, name: string, ref: string) {
    const revision = await find(owner, name).git.resolve(ref, 7);
    if (!revision) {
      throw new Error(`${owner}/${name} in the lab's forge has no ref ${ref}`);
    }
    return revision.sha;
  }

  return {
    url,
    owner: organization.login,
    repository: REPOSITORY,
    headOf,
    repositoryPath: (owner, name) => find(owner, name).git.path,
    async setStatus(owner, name, sha, status) {
      const commit = await headOf(owner, name, sha);
      const target = find(owner, name);
      target.statuses.add(commit, status, accounts.atlantis.login);
      await target.save();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      // What is under way ends, and is kept.
      await repository.change(async () => undefined);
      if (temporary) {
        await rm(temporary, { recursive: true, force: true });
      }
    },
  };
}
