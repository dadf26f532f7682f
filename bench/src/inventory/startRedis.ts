import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startProcess } from '@backlot/peers';

/** A Redis of one's own, which ends with this process. */
export async function startRedis(
  directory: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const port = await freePort();
  await mkdir(directory, { recursive: true });
  const running = await startProcess({
    name: 'Redis',
    command: 'redis-server',
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1'],
      ...['--save', '', '--appendonly', 'no'],
    ],
    env: { PATH: process.env.PATH },
    cwd: directory,
    log: join(directory, 'redis.log'),
    ready: async output => output.includes('Ready to accept connections'),
  });
  return { url: `redis://127.0.0.1:${port}`, close: () => running.stop() };
}
