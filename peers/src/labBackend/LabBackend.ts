import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { dirname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { Lab } from '@backlot/lab';
import { freePort } from '../freePort';
import { backendEnvironment } from '../requests/backendConfig';
import { FormValues, PlatformApi } from '../requests/PlatformApi';
import { answers } from '../startProcess';
import { until } from './until';

const root = dirname(resolvePackagePath('@backlot/peers'));
const patienceMs = 480_000;

/**
 * A call that is open, and what came of it.
 *
 * @public
 */
export interface OpenCall {
  status?: number;
  etag?: string;
  text: string;
  ended?: 'whole' | 'cut';
}

/**
 * What somebody fills in who wants a small machine of the lab.
 *
 * @public
 */
export function labFormValues(
  name: string,
  environment: FormValues['environment'] = 'development',
): FormValues {
  return {
    name,
    environment,
    size: 'small',
    place: { source: 'lab', datacenter: 'fra1' },
    network: environment === 'development' ? 'fra1-dev-app' : 'fra1-prod-app',
    template: 'rhel9-2026.11',
    owner: 'group:default/team-payments',
    sshPublicKeys: [
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f anna@laptop',
    ],
    purpose: 'Runs while the backend has much to do',
  };
}

/**
 * packages/backend as a process of its own, with the lab for its peers.
 *
 * @public
 */
export class LabBackend {
  readonly api: PlatformApi;
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #token: string;

  /**
   * Starts it and waits until it is ready.
   *
   * @param options - `port` is a free one by default, `config` comes last, `preload` are modules that it
   *   loads before all else
   * @throws Error with the end of its log when it ends instead
   */
  static async start(options: {
    directory: string;
    lab: Lab;
    port?: number;
    config?: JsonObject;
    preload?: string[];
    env?: NodeJS.ProcessEnv;
  }): Promise<LabBackend> {
    const { directory, lab, config = {}, preload = [], env } = options;
    const port = options.port ?? (await freePort());
    const log = join(directory, 'backend.log');
    const own = join(directory, 'app-config.own.yaml');
    await mkdir(directory, { recursive: true });
    await writeFile(own, JSON.stringify(config));
    const output = openSync(log, 'a');
    const child = spawn(
      process.execPath,
      [
        ...['@backstage/cli/config/nodeTransform.cjs', ...preload].flatMap(
          name => ['--require', name],
        ),
        'src/index.ts',
        ...['app-config.yaml', 'app-config.lab.yaml']
          .map(name => join(root, name))
          .concat(own)
          .flatMap(path => ['--config', path]),
      ],
      {
        cwd: join(root, 'packages', 'backend'),
        stdio: ['ignore', output, output],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          // In development Backstage cuts all connections at its end, in tests it ends at each
          // promise that nobody handles; it does neither in production, where the lab does not run.
          NODE_ENV: 'staging',
          ...backendEnvironment(
            {
              vcenter: lab.vcenter,
              netbox: lab.netbox,
              forge: lab.forge,
              atlantis: lab.atlantis,
            },
            { directory, port, gateToken: lab.credentials.gateToken },
          ),
          ...env,
        },
      },
    );
    closeSync(output);
    const url = `http://127.0.0.1:${port}`;
    const api = new PlatformApi(url);
    try {
      await until('the backend is ready', async () => {
        if (child.exitCode !== null) {
          throw new Error((await readFile(log, 'utf8')).slice(-4000));
        }
        return (
          (await answers(`${url}/.backstage/health/v1/readiness`)) &&
          api.isReady()
        );
      });
      const token = await api.signIn('marta.silva');
      return new LabBackend({ api, port, child, token });
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  private constructor(parts: {
    api: PlatformApi;
    port: number;
    child: ChildProcess;
    token: string;
  }) {
    this.api = parts.api;
    this.port = parts.port;
    this.#process = parts.child;
    this.#token = parts.token;
  }

  /** Calls a route below `/api` as a platform admin, and leaves the call open. */
  open(
    path: string,
    options: { agent?: Agent; headers?: Record<string, string> } = {},
  ): OpenCall {
    const call: OpenCall = { text: '' };
    const request = get(
      {
        host: '127.0.0.1',
        port: this.port,
        path: `/api${path}`,
        agent: options.agent ?? false,
        headers: {
          ...options.headers,
          authorization: `Bearer ${this.#token}`,
        },
      },
      response => {
        call.status = response.statusCode;
        call.etag = response.headers.etag;
        response.setEncoding('utf8');
        response.on('data', chunk => {
          call.text += chunk;
        });
        response.on('error', () => {
          call.ended = 'cut';
        });
        response.on('end', () => {
          call.ended = 'whole';
        });
      },
    );
    request.on('error', () => {
      call.ended = 'cut';
    });
    return call;
  }

  /** An answer, once there is one of success: a backend with much to do may refuse some calls. */
  async read<T>(path: string): Promise<T> {
    let call: OpenCall;
    await until(`${path} is answered`, async () => {
      call = this.open(path);
      await until(`${path} ends`, () => call.ended !== undefined);
      return call.status === 200 && call.ended === 'whole';
    });
    return JSON.parse(call!.text);
  }

  /** Sends SIGTERM, and waits until the process has ended. */
  async tellToEnd(): Promise<{ code: number | null; milliseconds: number }> {
    const begin = performance.now();
    const exit = once(this.#process, 'exit', {
      signal: AbortSignal.timeout(patienceMs),
    });
    this.#process.kill('SIGTERM');
    const [code] = await exit;
    return { code, milliseconds: performance.now() - begin };
  }

  /** Ends it at once; nothing when it has ended already. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exit = once(this.#process, 'exit');
      this.#process.kill('SIGKILL');
      await exit;
    }
  }
}
