import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './freePort';
import { GiteaApi } from './GiteaApi';
import {
  binFolder,
  giteaStaticFolder,
  infrastructureTemplate,
} from './locations';
import { Peer } from './Peer';
import { pushFolder } from './pushFolder';
import { runCommand } from './runCommand';
import { answers, startProcess } from './startProcess';

/** @public */
export interface GiteaOptions {
  /** Folder for its data and its log. */
  directory: string;
  /** A free one when left out. */
  port?: number;
  /** Where Atlantis takes events, and the secret that signs them. */
  webhook: { url: string; secret: string };
}

/** @public */
export interface Gitea extends Peer {
  /** Of the user that opens pull requests. */
  readonly token: string;
  readonly owner: string;
  readonly repository: string;
  /** The user that Atlantis clones and comments as. */
  readonly atlantisUser: { readonly name: string; readonly token: string };
  /** The tag of the module `rhel9-vm` in the infrastructure repository. */
  readonly moduleTag: string;
  /** Adds another organisation with a private repository from the starter. */
  addRepository(repository: {
    owner: string;
    repository: string;
    /** Where its Atlantis takes events, and the secret that signs them. */
    webhook: { url: string; secret: string };
  }): Promise<void>;
}

const owner = 'platform';
const repository = 'infrastructure';
const moduleTag = 'rhel9-vm-v1.0.0';

/**
 * Starts Gitea with an organisation `platform`, its private repository `infrastructure` from the
 * starter, a user who opens pull requests, and one for Atlantis.
 *
 * @public
 */
export async function startGitea(options: GiteaOptions): Promise<Gitea> {
  const { directory } = options;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, 'gitea.log');
  const config = join(directory, 'app.ini');
  const command = join(binFolder, 'gitea');
  const env = { ...process.env, HOME: directory, GITEA_WORK_DIR: directory };
  const gitea = (args: string[]) =>
    runCommand(command, [...args, '--config', config], { cwd: directory, env });

  await mkdir(directory, { recursive: true });
  await writeFile(config, appIni(directory, port), { mode: 0o600 });
  await gitea(['migrate']);
  const token = await createUser(gitea, 'backlot', ['--admin']);
  const atlantisToken = await createUser(gitea, 'atlantis', []);

  const running = await startProcess({
    name: 'Gitea',
    command,
    args: ['web', '--config', config],
    env,
    cwd: directory,
    log,
    ready: () => answers(`${url}/api/healthz`),
  });

  const api = new GiteaApi({ url, token });
  const addRepository: Gitea['addRepository'] = async added => {
    const path = `/repos/${added.owner}/${added.repository}`;
    await api.post('/orgs', { username: added.owner });
    await api.post(`/orgs/${added.owner}/repos`, {
      name: added.repository,
      private: true,
      default_branch: 'main',
    });
    await pushFolder({
      folder: infrastructureTemplate,
      url: `${url}/${added.owner}/${added.repository}.git`,
      token,
      tag: moduleTag,
    });
    // Gitea takes a push in after it answered it, and makes the first branch that it meets then the
    // default one: with a branch that somebody adds meanwhile that need not be main.
    while ((await api.get<{ empty: boolean }>(path)).empty) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await api.put(`${path}/collaborators/atlantis`, {
      permission: 'write',
    });
    await api.post(`${path}/hooks`, {
      type: 'gitea',
      active: true,
      events: ['push', 'issue_comment', 'pull_request', 'pull_request_comment'],
      config: {
        url: added.webhook.url,
        secret: added.webhook.secret,
        content_type: 'json',
      },
    });
  };
  await addRepository({ owner, repository, webhook: options.webhook });

  return {
    url,
    log,
    token,
    owner,
    repository,
    moduleTag,
    atlantisUser: { name: 'atlantis', token: atlantisToken },
    addRepository,
    close: () => running.stop(),
  };
}

async function createUser(
  gitea: (args: string[]) => Promise<string>,
  name: string,
  flags: string[],
): Promise<string> {
  await gitea([
    ...['admin', 'user', 'create', ...flags],
    ...['--username', name, '--email', `${name}@acme.example`],
    ...['--random-password', '--must-change-password=false'],
  ]);
  const printed = await gitea([
    ...['admin', 'user', 'generate-access-token', '--username', name],
    ...['--token-name', 'backlot', '--scopes', 'all', '--raw'],
  ]);
  return printed.trim().split('\n').pop()!;
}

function appIni(directory: string, port: number): string {
  return `APP_NAME = Gitea
RUN_MODE = prod
WORK_PATH = ${directory}
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true

[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = http://127.0.0.1:${port}/
STATIC_ROOT_PATH = ${giteaStaticFolder}
DISABLE_SSH = true
OFFLINE_MODE = true
LFS_START_SERVER = false

[database]
DB_TYPE = sqlite3
PATH = ${join(directory, 'gitea.db')}

[security]
INSTALL_LOCK = true
SECRET_KEY = ${randomBytes(32).toString('hex')}
PASSWORD_HASH_ALGO = pbkdf2$1000$50

[webhook]
ALLOWED_HOST_LIST = loopback
DELIVER_TIMEOUT = 30

[service]
DISABLE_REGISTRATION = true

[cron]
ENABLED = false

[actions]
ENABLED = false

[packages]
ENABLED = false

[indexer]
REPO_INDEXER_ENABLED = false

[log]
LEVEL = Info
`;
}
