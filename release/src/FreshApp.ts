import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunningCommand, runCommand } from './commands';
import { InstallSteps } from './installSteps';

const repository = resolve(__dirname, '../..');
const OLDEST_NODE = 22;
/** What create-app asks for, where this repository is tested with an older one. */
const NODE_PACKAGE = 'node@22';
const EXECUTABLE = 0o755;
const YARN = '.yarn/releases/yarn-4.13.0.cjs';
const LOOK_EVERY_MS = 250;
const START_WITHIN_MS = 300_000;
/** What Backstage says when a plugin did not start; it goes on, and is never ready. */
const STARTUP_FAILED = 'Backend startup failed';
const READINESS = '/.backstage/health/v1/readiness';
const BACKEND = 'packages/backend/src/index.ts';

/** A Backstage app as `create-app` makes it, and what somebody does with it. */
export class FreshApp {
  readonly folder: string;
  readonly url: string;
  readonly #port: number;
  readonly #environment: NodeJS.ProcessEnv;
  #originalBackend = '';
  #backend: RunningCommand | undefined;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
    const { NODE_OPTIONS, NODE_ENV, JEST_WORKER_ID, ...inherited } =
      process.env;
    this.#environment = {
      ...inherited,
      PATH: [join(folder, '../bin'), process.env.PATH].join(delimiter),
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      // Native modules come from this repository, which has compiled the same versions.
      YARN_ENABLE_SCRIPTS: 'false',
      YARN_ENABLE_TELEMETRY: 'false',
    };
  }

  /** Makes an app in a folder that exists, with the release bundle in it as `backlot/`. */
  static async create(
    parent: string,
    options: { bundle: string; port: number },
  ): Promise<FreshApp> {
    const app = new FreshApp(join(parent, 'fresh'), options.port);
    await app.#create(parent);
    await cp(options.bundle, join(app.folder, 'backlot'), { recursive: true });
    return app;
  }

  /** Runs shell commands at the app's root. */
  async shell(commands: string, environment: NodeJS.ProcessEnv = {}) {
    return await runCommand('bash', ['-euc', commands], {
      cwd: this.folder,
      env: { ...this.#environment, ...environment },
    });
  }

  /** Runs the `yarn add` of the steps, and puts their lines into a backend that has no others. */
  async install({ added, backendLines }: InstallSteps): Promise<void> {
    // It would start anew at each file that changes.
    await this.stop();
    const workspaces = [...added];
    for (const [index, [workspace, packages]] of workspaces.entries()) {
      // The last one links what all of them asked for.
      const mode =
        index < workspaces.length - 1 ? '--mode=update-lockfile' : '';
      await this.shell(
        `yarn --cwd ${workspace} add ${mode} ${packages.join(' ')}`,
      );
    }
    await this.#takeNativeModules();
    await this.write(
      BACKEND,
      this.#originalBackend.replace(
        'backend.start();',
        `${backendLines.join('\n')}\n\nbackend.start();`,
      ),
    );
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), text);
  }

  async read(path: string): Promise<string> {
    return await readFile(join(this.folder, path), 'utf8');
  }

  /**
   * Starts the backend with `app-config.yaml` and these files, in place of one that runs.
   *
   * @throws Error with what it printed, when it does not start
   */
  async start(
    configFiles: string[],
    environment: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    await this.stop();
    await this.write(
      'app-config.here.yaml',
      `app: { baseUrl: ${this.url} }
backend:
  baseUrl: ${this.url}
  listen: { host: 127.0.0.1, port: ${this.#port} }
  cors: { origin: ${this.url} }
`,
    );
    const config = ['app-config.yaml', ...configFiles, 'app-config.here.yaml'];
    const backend = new RunningCommand(
      join(this.folder, 'node_modules/.bin/backstage-cli'),
      [
        'package',
        'start',
        ...config.flatMap(file => ['--config', join(this.folder, file)]),
      ],
      {
        cwd: join(this.folder, 'packages/backend'),
        env: { ...this.#environment, ...environment },
        outputWithout: READINESS,
      },
    );
    this.#backend = backend;
    const begin = Date.now();
    while (!(await this.#isReady())) {
      const waited = Date.now() - begin;
      const { ended, output } = backend;
      if (
        ended ||
        output.includes(STARTUP_FAILED) ||
        waited > START_WITHIN_MS
      ) {
        await this.stop();
        throw new Error(
          `After ${Math.round(waited / 1000)} s the backend ${
            ended ? 'has ended' : 'runs, and is not ready'
          }:\n${output}`,
        );
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  async stop(): Promise<void> {
    await this.#backend?.end();
    this.#backend = undefined;
  }

  async #create(parent: string): Promise<void> {
    const createApp = dirname(
      require.resolve('@backstage/create-app/package.json'),
    );
    // The Yarn that each app brings; create-app wants one on the path already.
    await this.write(
      '../bin/yarn',
      `#!/bin/sh\nexec node ${createApp}/templates/default-app/${YARN} "$@"\n`,
    );
    await chmod(join(parent, 'bin/yarn'), EXECUTABLE);
    const node =
      Number(process.versions.node.split('.')[0]) >= OLDEST_NODE
        ? 'node'
        : `npx -y -p ${NODE_PACKAGE} node`;
    await runCommand(
      'bash',
      ['-euc', `${node} ${createApp}/bin/backstage-create-app --skip-install`],
      {
        cwd: parent,
        env: { ...this.#environment, BACKSTAGE_APP_NAME: 'fresh' },
      },
    );
    // What somebody has whose Backstage is of this release; the newest versions of today prove nothing.
    await cp(join(repository, 'yarn.lock'), join(this.folder, 'yarn.lock'));
    this.#originalBackend = await this.read(BACKEND);
  }

  async #takeNativeModules(): Promise<void> {
    await cp(
      join(repository, 'node_modules/better-sqlite3/build'),
      join(this.folder, 'node_modules/better-sqlite3/build'),
      { recursive: true },
    );
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}${READINESS}`);
      await response.arrayBuffer();
      return response.ok;
    } catch {
      // It is not up yet.
      return false;
    }
  }
}
