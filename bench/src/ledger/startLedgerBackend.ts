import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  LifecycleServiceShutdownHook,
  RootLifecycleService,
  RootLoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { fillLedger } from '@backlot/plugin-vm-requests-backend';
import { freePort } from '@backlot/peers';
import { BenchBackend } from '../BenchBackend';
import {
  environments,
  generateLedger,
  LedgerSize,
  repository,
} from './generateLedger';

/** With which Atlantis asks the gate. */
export const gateToken = 'the-gate-of-the-benchmark';

/** A backend of the ledger, with so many requests and machines in its database. */
export interface LedgerBackend {
  backend: BenchBackend;
  /** Milliseconds that it took to fill the database. */
  filled: number;
}

/** Peers that are never called: nothing that the benchmark asks needs one. */
const nowhere = 'http://127.0.0.1:9';

function configOf(port: number, database: JsonObject): JsonObject {
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    approval: { required: false },
    sites: [
      {
        source: 'vcenter',
        datacenter: 'fra1',
        clusters: ['fra1-dev-01'],
        networks: [
          {
            name: 'fra1-dev-app',
            prefix: '10.0.0.0/8',
            gateway: '10.0.0.1',
            domain: 'dev.acme.example',
          },
        ],
      },
    ],
    sizes: { small: { title: 'Small', cpus: 2, memoryMib: 4096 } },
    limits: { cpus: 16, memoryMib: 65536, diskGib: 1024 },
    access: { mechanism: 'cloud-init', user: 'acme' },
  };
  return {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database,
      // A busy computer answers as Node's five seconds are over.
      server: { keepAliveTimeout: { seconds: 65 } },
      auth: {
        externalAccess: [
          {
            type: 'static',
            options: { token: gateToken, subject: 'atlantis' },
          },
        ],
      },
    },
    auth: { environment: 'development', providers: { bench: {} } },
    permission: { enabled: true },
    netbox: { url: nowhere, token: 'none' },
    gitForge: {
      type: 'gitea',
      url: nowhere,
      token: 'none',
      repositories: [repository],
    },
    atlantis: {
      url: nowhere,
      apiSecret: 'none',
      forgeType: 'Gitea',
      allow: [{ repository, directories: ['vms/*/*'] }],
    },
    vmRequests: {
      repository,
      moduleSource: 'git::https://forge.example/modules.git//vm?ref=v1.0.0',
      provider: { source: 'vmware/vsphere', version: '1.26.0' },
      policy: {
        environments: Object.fromEntries(
          environments.map(name => [name, { ...environment, title: name }]),
        ),
      },
    },
  };
}

const quiet: RootLoggerService = {
  error: message => console.error(message),
  warn: message => console.error(message),
  info: () => {},
  debug: () => {},
  child: () => quiet,
};

/** Says of each so many requests that they come. */
function* reported<T>(
  requests: Iterable<T>,
  report: (line: string) => void,
): Generator<T> {
  let count = 0;
  for (const request of requests) {
    if (count > 0 && count % 50_000 === 0) {
      report(`Filled in ${count} requests`);
    }
    count += 1;
    yield request;
  }
}

/** Migrates and fills the ledger's database as the backend will find it. */
async function fill(
  config: JsonObject,
  size: LedgerSize,
  report: (line: string) => void,
): Promise<number> {
  // The manager looks at its connections now and then until it is shut down.
  const hooks: LifecycleServiceShutdownHook[] = [];
  const lifecycle: RootLifecycleService = {
    addStartupHook: () => {},
    addBeforeShutdownHook: () => {},
    addShutdownHook: hook => hooks.push(hook),
  };
  const client = await DatabaseManager.fromConfig(new ConfigReader(config), {
    rootLifecycle: lifecycle,
    rootLogger: quiet,
  })
    .forPlugin('vm-requests', { logger: quiet, lifecycle })
    .getClient();
  const began = Date.now();
  try {
    const isSqlite = client.client.config.client !== 'pg';
    await client.migrate.latest({
      directory: resolvePackagePath(
        '@backlot/plugin-vm-requests-backend',
        'migrations',
      ),
    });
    if (isSqlite) {
      await client.raw('PRAGMA synchronous = OFF');
      await client.raw('PRAGMA cache_size = -500000');
    }
    await fillLedger(client, reported(generateLedger(size), report));
    if (!isSqlite) {
      // As autovacuum does it while a table grows.
      await client.raw('VACUUM ANALYZE');
    }
  } finally {
    await Promise.all(hooks.map(hook => hook()));
    await client.destroy();
  }
  return Date.now() - began;
}

/** Fills a database, and starts a backend on it as a process of its own. */
export async function startLedgerBackend(options: {
  directory: string;
  database: JsonObject;
  size: LedgerSize;
  report(line: string): void;
}): Promise<LedgerBackend> {
  const { directory, database, size, report } = options;
  await mkdir(directory, { recursive: true });
  const port = await freePort();
  const config = configOf(port, database);
  const filled = await fill(config, size, report);
  const backend = new BenchBackend({
    url: `http://127.0.0.1:${port}`,
    log: join(directory, 'backend.log'),
  });
  await backend.start({
    name: 'Ledger',
    entry: join(__dirname, 'backend', 'index.ts'),
    file: join(directory, 'app-config.yaml'),
    config,
  });
  await backend.signIn();
  return { backend, filled };
}
