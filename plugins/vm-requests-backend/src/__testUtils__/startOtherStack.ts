import { mockCredentials } from '@backstage/backend-test-utils';
import { GitForge, GiteaForge } from '@backlot/git-forge';
import {
  FaultSwitches,
  Lab,
  LabAtlantis,
  LabForge,
  startAtlantis,
  startForge,
} from '@backlot/lab';

const token = 'token-of-the-other-forge';

/** Subject of the token that the other Atlantis asks the gate with. */
export const otherSubject = 'atlantis-payments';

/** A second forge and a second Atlantis beside those of a lab, for machines of the same vCenter. */
export interface OtherStack {
  labForge: LabForge;
  forge: GitForge;
  atlantis: LabAtlantis;
  faults: FaultSwitches;
  token: string;
  close(): Promise<void>;
}

/** Its repository, branches and pull requests have the same names as those of the lab. */
export async function startOtherStack(
  lab: Lab,
  options: { infrastructure: string; backstageUrl: string },
): Promise<OtherStack> {
  const faults = new FaultSwitches();
  const { company } = lab;
  const labForge = await startForge({
    company,
    faults,
    token,
    atlantisToken: `${token}-of-atlantis`,
    seedDirectory: options.infrastructure,
  });
  const atlantis = await startAtlantis({
    company,
    faults,
    forge: labForge,
    machines: lab.vcenter.machines,
    apiSecret: 'secret-of-the-other-atlantis',
    gate: {
      url: options.backstageUrl,
      token: mockCredentials.service.token({
        onBehalfOf: mockCredentials.service(otherSubject),
        targetPluginId: 'vm-requests',
      }),
    },
  });
  const forge = new GiteaForge({
    type: 'gitea',
    url: labForge.url,
    token,
    timeoutMs: 10_000,
    mergeTimeoutMs: 10_000,
    repositories: ['platform/infrastructure'],
  });
  return {
    labForge,
    forge,
    atlantis,
    faults,
    token,
    async close() {
      await forge.close();
      await atlantis.close();
      await labForge.close();
    },
  };
}
