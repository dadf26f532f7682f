import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeers } from './buildPeers';
import { freePort } from './freePort';
import { Atlantis, startAtlantis } from './startAtlantis';
import { Gitea, startGitea } from './startGitea';
import {
  startVCenterSimulator,
  VCenterSimulator,
  VCenterSimulatorSize,
} from './startVCenterSimulator';
import { VsphereProvider } from './vsphereProvider';

/** @public */
export interface PeersOptions {
  /** Folder for all that the peers keep; a temporary one, removed at the end, when left out. */
  directory?: string;
  /** How much the vCenter simulator holds. */
  vcenter?: VCenterSimulatorSize;
  /** Names of the templates in each datacenter; see the simulator's. */
  templates?: string[];
  /** Templates of unusual hardware besides. */
  oddTemplates?: boolean;
  /** The Backstage backend that Atlantis asks before it applies. */
  backstage: { url: string; gateToken: string };
  /** What Terraform finds; `vsphereProvider` alone by default. */
  providers?: VsphereProvider[];
  /** Is told what is being built and started. */
  report?(line: string): void;
}

/**
 * The real peers, running.
 *
 * @public
 */
export interface Peers {
  readonly vcenter: VCenterSimulator;
  readonly forge: Gitea;
  readonly atlantis: Atlantis;
  /** Ends all of them. */
  close(): Promise<void>;
}

/**
 * Builds what is not built yet, and starts the vCenter simulator, Gitea and Atlantis on free ports.
 * They end with this process, however it ends.
 *
 * @public
 */
export async function startPeers(options: PeersOptions): Promise<Peers> {
  await buildPeers(options.report);
  const directory =
    options.directory ?? (await mkdtemp(join(tmpdir(), 'backlot-peers-')));
  const ends: (() => Promise<void>)[] = options.directory
    ? []
    : [() => rm(directory, { recursive: true, force: true })];
  const close = async () => {
    while (ends.length) {
      await ends.pop()!();
    }
  };

  try {
    const atlantisPort = await freePort();
    const webhookSecret = randomBytes(24).toString('hex');
    const started = await Promise.allSettled([
      startVCenterSimulator({
        directory: join(directory, 'vcenter'),
        password: randomBytes(12).toString('hex'),
        size: options.vcenter,
        templates: options.templates,
        oddTemplates: options.oddTemplates,
      }),
      startGitea({
        directory: join(directory, 'gitea'),
        webhook: {
          url: `http://127.0.0.1:${atlantisPort}/events`,
          secret: webhookSecret,
        },
      }),
    ]);
    for (const peer of started) {
      if (peer.status === 'fulfilled') {
        ends.push(() => peer.value.close());
      }
    }
    const [vcenter, forge] = [valueOf(started[0]), valueOf(started[1])];
    const atlantis = await startAtlantis({
      directory: join(directory, 'atlantis'),
      port: atlantisPort,
      apiSecret: randomBytes(24).toString('hex'),
      webhookSecret,
      gitea: {
        url: forge.url,
        user: forge.atlantisUser.name,
        token: forge.atlantisUser.token,
        repository: `${forge.owner}/${forge.repository}`,
      },
      vcenter,
      backstage: options.backstage,
      providers: options.providers,
    });
    ends.push(() => atlantis.close());
    return { vcenter, forge, atlantis, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}
