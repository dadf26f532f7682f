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
    async close() {
      await Promise.all(clients.map(client => client.close()));
      await lab.close();
    },
  };
}
