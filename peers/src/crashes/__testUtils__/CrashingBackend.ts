import { JsonObject } from '@backstage/types';
import { Lab } from '@backlot/lab';
import { LabBackend } from '../../labBackend/LabBackend';
import { PlatformApi } from '../../requests/PlatformApi';
import { Call, CallWatch, When } from './CallWatch';

/** How a crash went. */
export interface Crashed {
  /** The call around which the process was killed. */
  call: Call;
  when: When;
}

const lookEveryMs = 200;

/** Plugins that call one another: what needs no plan is done by them alone. */
const plugins = ['scaffolder', 'vm-requests', 'vm-inventory', 'notifications'];

/** A backend process before a lab, that is killed at chosen calls and started again on what is left. */
export class CrashingBackend {
  readonly #watch: CallWatch;
  readonly #start: (config: JsonObject) => Promise<LabBackend>;
  #config: JsonObject;
  #backend: LabBackend;

  /** @param options - `port` is where Atlantis asks the gate */
  static async start(options: {
    directory: string;
    lab: Lab;
    port: number;
    config: JsonObject;
  }): Promise<CrashingBackend> {
    const { lab, port } = options;
    const watch = new CallWatch();
    const endpoints = await Promise.all(
      plugins.map(async plugin => {
        const url = await watch.before(plugin, `http://127.0.0.1:${port}`);
        return {
          target: { internal: `${url}/api/${plugin}` },
          plugins: [plugin],
        };
      }),
    );
    const behind = {
      ...lab,
      netbox: {
        ...lab.netbox,
        url: await watch.before('NetBox', lab.netbox.url),
      },
      forge: { ...lab.forge, url: await watch.before('forge', lab.forge.url) },
      atlantis: {
        ...lab.atlantis,
        url: await watch.before('Atlantis', lab.atlantis.url),
      },
    };
    const start = (config: JsonObject) =>
      LabBackend.start({
        ...options,
        config: { ...config, discovery: { endpoints } },
        lab: behind,
      });
    return new CrashingBackend(
      watch,
      start,
      options.config,
      await start(options.config),
    );
  }

  private constructor(
    watch: CallWatch,
    start: (config: JsonObject) => Promise<LabBackend>,
    config: JsonObject,
    backend: LabBackend,
  ) {
    this.#watch = watch;
    this.#start = start;
    this.#config = config;
    this.#backend = backend;
  }

  get api(): PlatformApi {
    return this.#backend.api;
  }

  /** Counts the calls that change something while something is done. */
  async countCalls(doing: () => Promise<unknown>): Promise<number> {
    let calls = 0;
    this.#watch.watch(async (_, when) => {
      calls += when === 'before' ? 1 : 0;
    });
    await doing();
    this.#watch.watch(async () => {});
    return calls;
  }

  /**
   * Kills the process at a call, and starts another.
   *
   * @param doing - what is cut off by that
   * @returns undefined when there were too few calls
   */
  async crash(
    at: { call: number; when: When },
    doing: () => Promise<unknown>,
  ): Promise<Crashed | undefined> {
    let calls = 0;
    let crashed: Crashed | undefined;
    let killed: Promise<void> | undefined;
    this.#watch.watch(async (call, when) => {
      calls += when === 'before' ? 1 : 0;
      if (!killed && calls === at.call && when === at.when) {
        crashed = { call, when };
        killed = this.#backend.kill();
      }
      if (killed) {
        // What was not sent is not sent any more, and nobody hears an answer.
        await killed;
        this.#watch.cut();
      }
    });
    await this.#whileAlive(() => killed !== undefined, doing);
    this.#watch.watch(async () => {});
    if (killed) {
      await killed;
      this.#backend = await this.#start(this.#config);
    }
    return crashed;
  }

  /** Ends the process, and starts another with other configuration. */
  async reconfigure(config: JsonObject): Promise<void> {
    await this.#backend.kill();
    this.#config = config;
    this.#backend = await this.#start(config);
  }

  /** Does something that is cut off when the process is killed. */
  async #whileAlive(
    isKilled: () => boolean,
    work: () => Promise<unknown>,
  ): Promise<void> {
    let error: unknown;
    const over = work().then(
      () => true,
      reason => {
        error = reason;
        return true;
      },
    );
    while (!isKilled()) {
      const pause = new Promise<false>(resolve =>
        setTimeout(() => resolve(false), lookEveryMs),
      );
      if (await Promise.race([over, pause])) {
        break;
      }
    }
    if (error && !isKilled()) {
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#backend.kill();
    this.#watch.close();
  }
}
