import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { freePort } from '../freePort';
import { Atlantis, startAtlantis } from '../startAtlantis';
import { Peers } from '../startPeers';

const owner = 'payments';
const repository = 'machines';
const subject = 'atlantis-payments';

/** A second organisation on the same Gitea with a repository of its own, and a second Atlantis for it. */
export interface OtherStack {
  readonly atlantis: Atlantis;
  /** `owner/name` */
  readonly repository: string;
  readonly gateToken: string;
  /** What a backend is configured with besides, so that production lives in it. */
  readonly config: JsonObject;
  close(): Promise<void>;
}

/** Starts what a second stack needs beside the peers. */
export async function startOtherStack(options: {
  directory: string;
  peers: Peers;
  backstage: { url: string; gateToken: string };
}): Promise<OtherStack> {
  const { directory, peers, backstage } = options;
  const { forge, vcenter } = peers;
  const port = await freePort();
  const webhookSecret = randomBytes(24).toString('hex');
  const gateToken = randomBytes(24).toString('hex');
  await forge.addRepository({
    owner,
    repository,
    webhook: { url: `http://127.0.0.1:${port}/events`, secret: webhookSecret },
  });
  const name = `${owner}/${repository}`;
  const atlantis = await startAtlantis({
    directory,
    port,
    apiSecret: randomBytes(24).toString('hex'),
    webhookSecret,
    gitea: {
      url: forge.url,
      user: forge.atlantisUser.name,
      token: forge.atlantisUser.token,
      repository: name,
    },
    vcenter,
    backstage: { url: backstage.url, gateToken },
  });
  const mayAskTheGate = (token: string, asker: string) => ({
    type: 'static',
    options: { token, subject: asker },
    accessRestrictions: [
      { plugin: 'vm-requests', permission: 'vm-requests.gate.use' },
    ],
  });
  return {
    atlantis,
    repository: name,
    gateToken,
    config: {
      backend: {
        auth: {
          externalAccess: [
            mayAskTheGate(backstage.gateToken, 'atlantis-gate'),
            mayAskTheGate(gateToken, subject),
          ],
        },
      },
      gitForge: { repositories: ['platform/infrastructure', name] },
      atlantisServers: {
        payments: {
          url: atlantis.url,
          apiSecret: atlantis.apiSecret,
          allow: [{ repository: name, directories: ['vms/*/*'] }],
          timeouts: { settle: { seconds: 5 } },
        },
      },
      terraformRender: {
        backends: {
          payments: {
            type: 'local',
            config: {
              path: join(atlantis.stateFolder, '{slug}.tfstate'),
              // Of workspaces other than the default one.
              workspace_dir: join(atlantis.stateFolder, '{slug}'),
            },
          },
        },
      },
      vmRequests: {
        stacks: {
          payments: {
            title: 'Payments',
            repository: name,
            atlantis: 'payments',
            workspace: 'payments',
            backend: 'payments',
            gateSubject: subject,
          },
        },
        policy: {
          environments: {
            production: { stacks: ['payments'] },
          },
        },
      },
    },
    close: () => atlantis.close(),
  };
}
