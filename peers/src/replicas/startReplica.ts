import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { freePort } from '../freePort';
import { answers, startProcess } from '../startProcess';

/**
 * What all replicas of an inventory have in common.
 *
 * @public
 */
export interface InventoryReplicas {
  /** Configuration as in app-config.yaml: the database, the sources, Redis. */
  config: JsonObject;
  /** What they are called with. */
  token: string;
}

/**
 * One of several backends that serve the same inventory.
 *
 * @public
 */
export interface InventoryReplica {
  readonly url: string;
  readonly log: string;
  /** Path and query below `/api/vm-inventory`, with the token. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Says what replicas have in common.
 *
 * @param parts - configuration below `backend.database` and `vmInventory`
 * @public
 */
export function inventoryReplicas(parts: {
  database: JsonObject;
  vmInventory: JsonObject;
}): InventoryReplicas {
  const token = randomBytes(24).toString('base64url');
  return {
    token,
    config: {
      backend: {
        database: parts.database,
        auth: {
          externalAccess: [
            { type: 'static', options: { token, subject: 'test' } },
          ],
        },
      },
      vmInventory: parts.vmInventory,
    },
  };
}

/**
 * Starts a replica and waits until it serves. It ends with this process.
 *
 * @param options - `directory` is for its configuration and its log
 * @throws Error with the end of its log when it ends instead
 * @public
 */
export async function startReplica(
  { config, token }: InventoryReplicas,
  options: { directory: string; name: string },
): Promise<InventoryReplica> {
  const directory = join(options.directory, options.name);
  await mkdir(directory, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, 'backend.log');
  const shared = join(directory, 'app-config.yaml');
  const own = join(directory, 'app-config.own.yaml');
  await writeFile(shared, JSON.stringify(config), { mode: 0o600 });
  await writeFile(
    own,
    JSON.stringify({
      app: { baseUrl: url },
      backend: { baseUrl: url, listen: { host: '127.0.0.1', port } },
    }),
  );
  const running = await startProcess({
    name: `Replica ${options.name}`,
    command: process.execPath,
    args: [
      ...[
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      join(__dirname, 'inventoryBackend.ts'),
      ...['--config', shared, '--config', own],
    ],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
    },
    cwd: resolvePackagePath('@backlot/peers'),
    log,
    ready: () => answers(`${url}/api/vm-inventory/health`),
  });
  return {
    url,
    log,
    fetch: (path, init) =>
      fetch(`${url}/api/vm-inventory${path}`, {
        ...init,
        headers: { ...init?.headers, authorization: `Bearer ${token}` },
      }),
    kill: () => running.kill(),
    stop: () => running.stop(),
  };
}
