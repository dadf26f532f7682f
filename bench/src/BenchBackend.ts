import { readFile, writeFile } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { answers, RunningProcess, startProcess } from '@backlot/peers';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { Agent, request } from 'undici';

const LOOK_EVERY_MS = 2;
const PATIENCE_MS = 240_000;
const LONG_PATIENCE_MS = 3_600_000;
const LOOK_SELDOM_MS = 1_000;
const oneMachine = '/api/vm-inventory/v1/machines?limit=1';

/** A page of a list, as far as it is looked at. */
export interface ListAnswer {
  items: InventoryObject[];
  total: number;
}

/** A backend of the benchmark, called by a user that is signed in. */
export class BenchBackend {
  readonly url: string;
  readonly #log: string;
  readonly #agent = new Agent({ keepAliveTimeout: 60_000 });
  #token: string;
  #process: RunningProcess | undefined;

  constructor(options: { url: string; log: string; token?: string }) {
    this.url = options.url;
    this.#log = options.log;
    this.#token = options.token ?? '';
  }

  /** What its user calls with. */
  get token(): string {
    return this.#token;
  }

  /**
   * Starts it as a process of its own, which ends with this one.
   *
   * @param options - `entry` is the module to run, `config` what it is configured with, kept in `file`;
   *   `nodeOptions` go before it
   */
  async start(options: {
    name: string;
    entry: string;
    config: JsonObject;
    file: string;
    nodeOptions?: string[];
  }): Promise<void> {
    const { name, entry, config, file, nodeOptions = [] } = options;
    await writeFile(file, JSON.stringify(config), { mode: 0o600 });
    this.#process = await startProcess({
      name,
      command: process.execPath,
      args: [
        ...nodeOptions,
        ...[
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        entry,
        ...['--config', file],
      ],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'development',
        LOG_LEVEL: 'warn',
      },
      cwd: resolvePackagePath('@backlot/bench'),
      log: this.#log,
      ready: () =>
        this.#token
          ? this.#answersMachines()
          : answers(`${this.url}/.backstage/health/v1/readiness`),
    });
  }

  async #answersMachines(): Promise<boolean> {
    try {
      const { statusCode } = await this.call(oneMachine);
      return statusCode === 200;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') {
        return false;
      }
      throw error;
    }
  }

  async signIn(): Promise<void> {
    const answer = await this.get<{ backstageIdentity: { token: string } }>(
      '/api/auth/bench/refresh',
    );
    this.#token = answer.backstageIdentity.token;
  }

  /** @throws Error with the answer when it is none of success */
  async get<T>(path: string): Promise<T> {
    const { statusCode, text } = await this.call(path);
    if (statusCode !== 200) {
      throw new Error(`${path} answered ${statusCode}: ${text}`);
    }
    return JSON.parse(text);
  }

  async call(path: string, headers: Record<string, string> = {}) {
    const answer = await request(`${this.url}${path}`, {
      dispatcher: this.#agent,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...headers,
      },
    });
    const text = await answer.body.text();
    return {
      statusCode: answer.statusCode,
      text,
      etag: String(answer.headers.etag ?? ''),
    };
  }

  /** Milliseconds of one call. @throws Error when it answers another status */
  async time(
    path: string,
    status: number,
    headers?: Record<string, string>,
  ): Promise<number> {
    const begin = performance.now();
    const { statusCode, text } = await this.call(path, headers);
    const took = performance.now() - begin;
    if (statusCode !== status) {
      throw new Error(`${path} answered ${statusCode}: ${text}`);
    }
    return took;
  }

  /** Asks for machines until there are at least so many; when that was, in milliseconds since 1970. */
  async machines(atLeast: number): Promise<number> {
    return this.until(
      oneMachine,
      answer => ((answer as ListAnswer).total ?? 0) >= atLeast,
    );
  }

  /** Asks until the answer is as it should be; when that was, in milliseconds since 1970. */
  async until(
    path: string,
    condition: (answer: unknown) => boolean,
  ): Promise<number> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { statusCode, text } = await this.call(path);
      if (statusCode === 200 && condition(JSON.parse(text))) {
        return Date.now();
      }
      if (Date.now() > deadline) {
        throw new Error(`${path} still answers ${statusCode}: ${text}`);
      }
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** Asks now and then, for as long as it takes, until the answer is as it should be. */
  async eventually<T>(
    path: string,
    condition: (answer: T) => boolean,
  ): Promise<T> {
    const deadline = Date.now() + LONG_PATIENCE_MS;
    for (;;) {
      const answer = await this.get<T>(path);
      if (condition(answer)) {
        return answer;
      }
      if (Date.now() > deadline) {
        throw new Error(`${path} still answers ${JSON.stringify(answer)}`);
      }
      await new Promise(resolve => setTimeout(resolve, LOOK_SELDOM_MS));
    }
  }

  /** When the inventory's plugin began to start, in milliseconds since 1970. */
  async startedAt(): Promise<number> {
    const log = await readFile(this.#log, 'utf8');
    return Number(/"inventoryStarts":(\d+)/.exec(log)![1]);
  }

  /** Bytes of the heap that are in use after garbage was collected. */
  async heap(): Promise<number> {
    const { bytes } = await this.get<{ bytes: number }>('/api/bench/heap');
    return bytes;
  }

  async close(): Promise<void> {
    await this.#agent.close();
    await this.#process?.stop();
  }
}
