import {
  FaultSwitches,
  LabForge,
  smallCompany,
  startForge,
} from '@backlot/lab';
import { GitForgeConfig } from '../config';
import { GiteaForge } from '../gitea/GiteaForge';

export const repository = 'platform/infrastructure';

/** A forge of the lab, and a client of it. */
export interface TestForge {
  lab: LabForge;
  faults: FaultSwitches;
  forge: GiteaForge;
  /** Another client of the same forge. */
  connect(config?: Partial<GitForgeConfig>): GiteaForge;
  /** The commit that a branch is at. */
  headOf(branch: string): Promise<string>;
  /** How many commits a branch has. */
  countCommits(branch: string): Promise<number>;
  /** How many calls are made meanwhile. */
  countCalls(work: () => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

export const writeToken = 'token-that-may-write';
export const readToken = 'token-that-may-only-read';

export async function startTestForge(): Promise<TestForge> {
  const faults = new FaultSwitches();
  const lab = await startForge({
    company: smallCompany,
    faults,
    token: writeToken,
    readOnlyToken: readToken,
  });
  const clients: GiteaForge[] = [];
  const connect = (config: Partial<GitForgeConfig> = {}) => {
    const client = new GiteaForge({
      type: 'gitea',
      url: lab.url,
      token: writeToken,
      timeoutMs: 10_000,
      mergeTimeoutMs: 2_000,
      repositories: [repository],
      ...config,
    });
    clients.push(client);
    return client;
  };
  return {
    lab,
    faults,
    forge: connect(),
    connect,
    headOf: branch => lab.headOf('platform', 'infrastructure', branch),
    async countCommits(branch) {
      const answer = await fetch(
        `${lab.url}/api/v1/repos/${repository}/commits?sha=${branch}&limit=1`,
        { headers: { authorization: `token ${writeToken}` } },
      );
      return Number(answer.headers.get('x-total-count'));
    },
    async countCalls(work) {
      const most = 1_000;
      faults.switchOn({
        peer: 'forge',
        kind: 'slow',
        path: '/repos/',
        times: most,
        delayMs: 0,
      });
      await work();
      const [{ times = 0 }] = faults.list();
      faults.switchOff();
      return most - times;
    },
    async close() {
      await Promise.all(clients.map(client => client.close()));
      await lab.close();
    },
  };
}
