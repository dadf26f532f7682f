import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { freePort } from '@backlot/peers';
import { BenchBackend } from '../BenchBackend';

/**
 * Starts a backend as a process of its own, which ends with this one, and signs in.
 *
 * @param options - `vmInventory` and `machines` are its configuration; `database` is a folder that
 * several may share
 */
export async function startInventoryBackend(options: {
  directory: string;
  name: string;
  database: string;
  vmInventory?: JsonObject;
  /** Of a source that is generated; absent for none. */
  machines?: number;
  /** Of a backend with the same database. With it, the backend has started once it lists machines. */
  token?: string;
}): Promise<BenchBackend> {
  const { name, database, vmInventory = {}, machines } = options;
  const directory = join(options.directory, name);
  await mkdir(directory, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, `${Date.now()}.log`);
  const backend = new BenchBackend({ url, log, token: options.token });
  await backend.start({
    name: `Backend ${name}`,
    entry: join(__dirname, 'backend', 'index.ts'),
    nodeOptions: ['--expose-gc'],
    file: join(directory, 'app-config.yaml'),
    config: {
      app: { baseUrl: url },
      backend: {
        baseUrl: url,
        listen: { host: '127.0.0.1', port },
        database: {
          client: 'better-sqlite3',
          connection: { directory: database },
        },
        // A busy computer answers as Node's five seconds are over.
        server: { keepAliveTimeout: { seconds: 65 } },
      },
      auth: { environment: 'development', providers: { bench: {} } },
      permission: { enabled: true },
      vmInventory,
      ...(machines !== undefined && { bench: { machines } }),
    },
  });
  if (!options.token) {
    await backend.signIn();
  }
  return backend;
}
