import { mockServices } from '@backstage/backend-test-utils';
import { createGitForge } from '@backlot/git-forge';
import { labMachineFiles, startLab } from '@backlot/lab';
import { AtlantisCommand } from '../AtlantisClient';
import { AtlantisConfig } from '../config';
import { DefaultAtlantisClient } from '../DefaultAtlantisClient';
import { AtlantisTurns } from '../turns/AtlantisTurns';

export const repository = 'platform/infrastructure';

/** A directory on a branch with a pull request. */
export interface Proposal {
  directory: string;
  command: AtlantisCommand;
  /** What the client told of the job's log. */
  log: string[];
}

/**
 * Starts the lab, and a client of its Atlantis that loses no time.
 *
 * @param backstage - who is asked by the gate before each apply; without it everything passes
 */
export async function startTestLab(backstage?: { url: string }) {
  const lab = await startLab({
    pace: { clone: 1, terraformLine: 0 },
    backstage,
  });
  const forge = createGitForge({
    type: 'gitea',
    url: lab.forge.url,
    token: lab.forge.token,
    timeoutMs: 10_000,
    mergeTimeoutMs: 5_000,
    repositories: [repository],
  });
  const clients: DefaultAtlantisClient[] = [];
  const connect = (
    config: Partial<AtlantisConfig> = {},
    turns?: AtlantisTurns,
  ) => {
    const client = new DefaultAtlantisClient(
      {
        url: lab.atlantis.url,
        apiSecret: lab.atlantis.apiSecret,
        forgeType: 'Gitea',
        ca: undefined,
        concurrency: 4,
        timeouts: {
          connect: 5_000,
          plan: 30_000,
          apply: 30_000,
          lock: 10_000,
          settle: 2_000,
        },
        allow: [{ repository, directories: ['vms/*/*'] }],
        ...config,
      },
      {
        logger: mockServices.logger.mock(),
        pace: { pollMs: 20, lockMs: [20, 100] },
        turns,
      },
    );
    clients.push(client);
    return client;
  };

  let branches = 0;
  /** Proposes a machine, with what its variables are to be otherwise. */
  async function propose(
    name: string,
    change: Parameters<typeof labMachineFiles>[2] = {},
  ): Promise<Proposal> {
    branches += 1;
    const directory = `vms/development/${name}`;
    const branch = `vm/${branches}-${name}`;
    const { sha } = await forge.commitFiles({
      repository,
      branch,
      baseBranch: 'main',
      message: `Propose ${name}`,
      files: Object.entries(labMachineFiles(lab, name, change)).map(
        ([file, content]) => ({ path: `${directory}/${file}`, content }),
      ),
    });
    const { number } = await forge.openPullRequest({
      repository,
      head: branch,
      base: 'main',
      title: name,
      body: '',
    });
    const log: string[] = [];
    return {
      directory,
      log,
      command: {
        repository,
        ref: branch,
        baseBranch: 'main',
        pull: number,
        directory,
        commitStatuses: () => forge.commitStatuses({ repository, sha }),
        onLog: line => log.push(line),
      },
    };
  }

  return {
    lab,
    forge,
    connect,
    propose,
    async close() {
      for (const client of clients) {
        await client.close();
      }
      await forge.close();
      await lab.close();
    },
  };
}

/** What {@link startTestLab} gives. */
export type TestLab = Awaited<ReturnType<typeof startTestLab>>;
