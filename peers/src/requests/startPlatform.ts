import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { FaultSwitches, LabNetBox, startNetBox } from '@backlot/lab';
import { freePort } from '../freePort';
import { Peers, startPeers } from '../startPeers';
import { BackendPeers } from './backendConfig';
import { PlatformApi } from './PlatformApi';
import { simulatorCompany } from './simulatorCompany';
import { Backend, startBackend } from './startBackend';
import { OtherStack, startOtherStack } from './startOtherStack';

/** @public */
export interface PlatformOptions {
  /** Changes where the backend finds its peers, e.g. to put proxies between. */
  between?(peers: BackendPeers): Promise<BackendPeers>;
  /** Changes where Atlantis' gate asks for approvals; it is the backend otherwise. */
  beforeGate?(backendUrl: string): Promise<string>;
  /** What the backend is configured with besides. */
  config?: JsonObject;
  /** Whether production lives in a second stack, with a repository and an Atlantis of its own. */
  twoStacks?: boolean;
  /** Is told what is being built and started. */
  report?(line: string): void;
}

/**
 * All of Backlot: the real peers, the lab's NetBox, and Backstage's backend.
 *
 * @public
 */
export interface Platform {
  readonly peers: Peers;
  /** Where there are two stacks. */
  readonly other?: OtherStack;
  /** What the first Atlantis asks the gate with. */
  readonly gateToken: string;
  readonly netbox: LabNetBox;
  readonly backend: Backend;
  /** Where Terraform finds the module rhel9-vm, by its tag. */
  moduleSource(tag: string): string;
  readonly api: PlatformApi;
  /** Ends all of it and removes what it kept. */
  close(): Promise<void>;
}

/**
 * Starts the peers and a backend that works with them.
 *
 * @public
 */
export async function startPlatform(
  options: PlatformOptions = {},
): Promise<Platform> {
  const directory = await mkdtemp(join(tmpdir(), 'backlot-platform-'));
  const ends: (() => Promise<void>)[] = [
    () => rm(directory, { recursive: true, force: true }),
  ];
  const close = async () => {
    while (ends.length) {
      await ends.pop()!();
    }
  };

  try {
    const port = await freePort();
    const gateToken = randomBytes(24).toString('hex');
    const backendUrl = `http://127.0.0.1:${port}`;
    const netbox = await startNetBox({
      company: simulatorCompany,
      faults: new FaultSwitches(),
    });
    ends.push(() => netbox.close());
    const peers = await startPeers({
      directory: join(directory, 'peers'),
      vcenter: { datacenters: 1, clusters: 2, hosts: 1, machines: 1 },
      templates: [
        'rhel9-2026.8',
        'rhel9-2026.11',
        'ubuntu-24.04-2026.11=ubuntu64Guest',
        'windows-2022-2026.11=windows2019srvNext_64Guest',
      ],
      oddTemplates: true,
      backstage: {
        url: (await options.beforeGate?.(backendUrl)) ?? backendUrl,
        gateToken,
      },
      report: options.report,
    });
    ends.push(() => peers.close());
    const other = options.twoStacks
      ? await startOtherStack({
          directory: join(directory, 'other'),
          peers,
          backstage: { url: backendUrl, gateToken },
        })
      : undefined;
    if (other) {
      ends.push(() => other.close());
    }
    const { vcenter, forge, atlantis } = peers;
    const moduleSource = (tag: string) =>
      `git::${forge.url}/${forge.owner}/${forge.repository}.git//modules/rhel9-vm?ref=${tag}`;
    const direct: BackendPeers = {
      vcenter,
      netbox,
      forge,
      atlantis,
      moduleSource: moduleSource(forge.moduleTag),
      provider: atlantis.provider,
      stateFolder: atlantis.stateFolder,
    };
    const backend = await startBackend({
      directory: join(directory, 'backend'),
      port,
      gateToken,
      configs: [options.config ?? {}, other?.config ?? {}],
      peers: (await options.between?.(direct)) ?? direct,
    });
    ends.push(() => backend.close());
    return {
      peers,
      other,
      gateToken,
      netbox,
      backend,
      moduleSource,
      api: new PlatformApi(backend.url),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
