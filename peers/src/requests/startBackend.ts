import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { answers, RunningProcess, startProcess } from '../startProcess';
import {
  backendConfig,
  backendEnvironment,
  BackendPeers,
} from './backendConfig';
import { PlatformApi } from './PlatformApi';

const root = dirname(resolvePackagePath('@backlot/peers'));

export interface BackendOptions {
  /** Folder for its databases, its configuration and its log. */
  directory: string;
  port: number;
  /** What Atlantis asks the gate with. */
  gateToken: string;
  peers: BackendPeers;
  /** What it is configured with besides; later ones over earlier ones. */
  configs?: JsonObject[];
}

/** Backstage's backend with Backlot, as a process of its own. */
export interface Backend {
  readonly url: string;
  readonly log: string;
  /**
   * Starts it with what it has kept; it was ended or killed before.
   *
   * @param changes - what new machines are made with from now on, where that is otherwise
   */
  start(changes?: Partial<Pick<BackendPeers, 'moduleSource'>>): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts packages/backend and waits until its catalog has the people and templates and its inventory
 * is live. It ends with this process.
 *
 * @throws Error with the end of its log when it ends instead
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { directory, port, peers } = options;
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, 'backend.log');
  const besides = options.configs ?? [];
  const configs = [
    'app-config.peers.yaml',
    ...besides.map((_, index) => `app-config.besides.${index}.yaml`),
  ].map(name => join(directory, name));
  const api = new PlatformApi(url);
  await mkdir(directory, { recursive: true });

  let running: RunningProcess | undefined;
  const start: Backend['start'] = async changes => {
    await writeFile(
      configs[0],
      JSON.stringify(backendConfig({ ...peers, ...changes })),
    );
    for (const [index, config] of besides.entries()) {
      await writeFile(configs[index + 1], JSON.stringify(config));
    }
    running = await startProcess({
      name: 'Backstage',
      command: process.execPath,
      args: [
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        'src/index.ts',
        ...['app-config.yaml', 'app-config.lab.yaml']
          .map(name => join(root, name))
          .concat(configs)
          .flatMap(path => ['--config', path]),
      ],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'development',
        ...backendEnvironment(peers, options),
      },
      cwd: join(root, 'packages', 'backend'),
      log,
      ready: async () =>
        (await answers(`${url}/.backstage/health/v1/readiness`)) &&
        (await api.isReady()),
    });
  };
  await start();
  return {
    url,
    log,
    start,
    kill: async () => running?.kill(),
    close: async () => running?.stop(),
  };
}
