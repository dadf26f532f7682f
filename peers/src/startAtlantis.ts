import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { findTerraform } from './findTerraform';
import { freePort } from './freePort';
import { binFolder, infrastructureTemplate } from './locations';
import { Peer } from './Peer';
import { layOutMirror, lockFileOf } from './providerMirror';
import { answers, startProcess } from './startProcess';
import { vsphereProvider, VsphereProvider } from './vsphereProvider';

/** @public */
export interface AtlantisOptions {
  /** Folder for its data, Terraform's state and its log. */
  directory: string;
  /** A free one when left out. */
  port?: number;
  apiSecret: string;
  webhookSecret: string;
  gitea: { url: string; user: string; token: string; repository: string };
  vcenter: { url: string; ca: string; username: string; password: string };
  /** The Backstage backend that is asked before each apply. */
  backstage: { url: string; gateToken: string };
  /** What Terraform finds; the first is the one to pin. `vsphereProvider` alone by default. */
  providers?: VsphereProvider[];
}

/** @public */
export interface Atlantis extends Peer {
  readonly apiSecret: string;
  /** The local administrator's password of Windows machines, which is in its environment. */
  readonly windowsPassword: string;
  /** Folder for state files of Terraform's `local` backend, which outlive working directories. */
  readonly stateFolder: string;
  /** Folder of its working copies, in `repos`, and of what it keeps besides. */
  readonly dataFolder: string;
  /** Folder that Terraform installs the vSphere provider from: a filesystem mirror. */
  readonly mirrorFolder: string;
  /** What machines are to be pinned to. */
  readonly provider: {
    readonly source: string;
    readonly version: string;
    /** Text of `.terraform.lock.hcl`. */
    readonly lockFile: string;
  };
  /** Ends it and the Terraform that it runs at once. */
  kill(): Promise<void>;
  /** Starts it with what it has kept; it was killed before. */
  start(): Promise<void>;
}

/**
 * Starts Atlantis with the starter's server-side workflow, Terraform and the vSphere provider.
 *
 * @throws NotFoundError when there is no Terraform: neither on the path nor built
 *
 * @public
 */
export async function startAtlantis(
  options: AtlantisOptions,
): Promise<Atlantis> {
  const { directory, gitea, vcenter } = options;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, 'atlantis.log');
  const windowsPassword = randomBytes(24).toString('base64');
  const home = join(directory, 'home');
  const stateFolder = join(directory, 'state');
  const dataFolder = join(directory, 'data');
  const mirrorFolder = join(directory, 'mirror');
  const providers = options.providers ?? [vsphereProvider()];
  const workflow = join(infrastructureTemplate, 'atlantis');
  const repoConfig = join(directory, 'repos.yaml');
  const certificates = join(directory, 'certificates.pem');
  const cliConfig = join(directory, 'terraform.rc');
  const terraform =
    (await findTerraform(process.env.PATH ?? '')) ??
    (await findTerraform(binFolder));
  if (!terraform) {
    throw new NotFoundError(
      'There is no Terraform 1.5 or newer on the path: install it, or let buildPeers build it',
    );
  }

  await mkdir(home, { recursive: true });
  await mkdir(stateFolder, { recursive: true });
  await writeFile(certificates, vcenter.ca);
  await writeFile(
    repoConfig,
    (
      await readFile(join(workflow, 'repos.yaml'), 'utf8')
    ).replace('platform/infrastructure', gitea.repository),
  );
  await layOutMirror(mirrorFolder, providers);
  await writeFile(
    cliConfig,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(
      mirrorFolder,
    )}\n  }\n}\n`,
  );
  await writeFile(
    join(home, '.gitconfig'),
    `[credential "${gitea.url}"]\n\thelper = ${join(
      workflow,
      'git-credential-gitea.sh',
    )}\n`,
  );

  const startServer = () =>
    startProcess({
      name: 'Atlantis',
      command: join(binFolder, 'atlantis'),
      args: [
        'server',
        ...['--port', String(port), '--atlantis-url', url],
        ...['--data-dir', dataFolder],
        ...['--repo-config', repoConfig],
        // Atlantis knows a host by its name, without a port.
        ...[
          '--repo-allowlist',
          `${new URL(gitea.url).hostname}/${gitea.repository}`,
        ],
        ...['--default-tf-version', terraform.version, '--tf-download=false'],
        ...['--gitea-base-url', gitea.url],
        ...['--checkout-strategy', 'merge', '--skip-clone-no-changes'],
        '--silence-vcs-status-no-projects',
        // Terraform's cache can't be filled by two at once; the mirror is as fast.
        '--use-tf-plugin-cache=false',
        ...['--enable-drift-detection'],
      ],
      env: {
        HOME: home,
        PATH: [terraform.folder, process.env.PATH].join(delimiter),
        ATLANTIS_API_SECRET: options.apiSecret,
        ATLANTIS_GITEA_USER: gitea.user,
        ATLANTIS_GITEA_TOKEN: gitea.token,
        ATLANTIS_GITEA_WEBHOOK_SECRET: options.webhookSecret,
        BACKLOT_WORKFLOW: workflow,
        BACKLOT_URL: options.backstage.url,
        BACKLOT_GATE_TOKEN: options.backstage.gateToken,
        TF_CLI_CONFIG_FILE: cliConfig,
        CHECKPOINT_DISABLE: '1',
        VSPHERE_SERVER: new URL(vcenter.url).host,
        VSPHERE_USER: vcenter.username,
        VSPHERE_PASSWORD: vcenter.password,
        SSL_CERT_FILE: certificates,
        TF_VAR_windows_admin_password: windowsPassword,
      },
      cwd: directory,
      log,
      ready: () => answers(`${url}/healthz`),
    });
  let running = await startServer();

  return {
    url,
    log,
    apiSecret: options.apiSecret,
    windowsPassword,
    stateFolder,
    dataFolder,
    mirrorFolder,
    provider: {
      source: 'vmware/vsphere',
      version: providers[0].version,
      lockFile: await lockFileOf(
        join(terraform.folder, 'terraform'),
        mirrorFolder,
        providers[0].version,
      ),
    },
    kill: () => running.kill(),
    start: async () => {
      running = await startServer();
    },
    close: () => running.stop(),
  };
}
