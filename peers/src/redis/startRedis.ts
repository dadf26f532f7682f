import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../freePort';
import { startProcess } from '../startProcess';

/** A Redis that ends with this process. */
export interface RunningRedis {
  readonly host: string;
  readonly port: number;
  /** Without TLS. */
  readonly url: string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a Redis that keeps nothing on disk.
 *
 * @param options - `directory` is for its log; `args` come after those that it is always given
 */
export async function startRedis(options: {
  directory: string;
  port?: number;
  args?: string[];
  /** What it says once it can be used. */
  readyWords?: string;
}): Promise<RunningRedis> {
  const {
    directory,
    args = [],
    readyWords = 'Ready to accept connections',
  } = options;
  const port = options.port ?? (await freePort());
  const host = '127.0.0.1';
  await mkdir(directory, { recursive: true });
  const running = await startProcess({
    name: 'Redis',
    command: 'redis-server',
    args: [
      ...['--port', String(port), '--bind', host],
      ...['--save', '', '--appendonly', 'no'],
      ...args,
    ],
    env: { PATH: process.env.PATH },
    cwd: directory,
    log: join(directory, 'redis.log'),
    ready: async output => output.includes(readyWords),
  });
  return {
    host,
    port,
    url: `redis://${host}:${port}`,
    kill: () => running.kill(),
    close: () => running.stop(),
  };
}
