import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../freePort';
import { RunningProcess, startProcess } from '../startProcess';
import { RunningRedis, startRedis } from './startRedis';

/** A Redis and its replica, watched by a sentinel that puts the replica in its place. */
export interface WatchedRedis {
  /** What the sentinel calls it. */
  readonly name: string;
  readonly sentinel: { host: string; port: number };
  readonly master: RunningRedis;
  close(): Promise<void>;
}

/** Milliseconds of silence after which the sentinel takes the master for dead. */
const DOWN_AFTER_MS = 1_000;

/** Starts them, and waits until the replica could take over. */
export async function startRedisSentinel(
  directory: string,
): Promise<WatchedRedis> {
  const name = 'inventory';
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    await Promise.all(ends.map(end => end()));
  };
  try {
    const master = await startRedis({ directory: join(directory, 'master') });
    ends.push(() => master.close());
    const replica = await startRedis({
      directory: join(directory, 'replica'),
      args: ['--replicaof', master.host, String(master.port)],
      readyWords: 'Finished with success',
    });
    ends.push(() => replica.close());
    const sentinel = { host: '127.0.0.1', port: await freePort() };
    const watching = await startWatching(
      join(directory, 'sentinel'),
      { name, ...master },
      sentinel,
    );
    ends.push(() => watching.stop());
    return { name, sentinel, master, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startWatching(
  directory: string,
  master: { name: string; host: string; port: number },
  sentinel: { host: string; port: number },
): Promise<RunningProcess> {
  await mkdir(directory, { recursive: true });
  const configuration = join(directory, 'sentinel.conf');
  const { name } = master;
  await writeFile(
    configuration,
    [
      `port ${sentinel.port}`,
      `bind ${sentinel.host}`,
      `sentinel monitor ${name} ${master.host} ${master.port} 1`,
      `sentinel down-after-milliseconds ${name} ${DOWN_AFTER_MS}`,
      `sentinel failover-timeout ${name} 5000`,
      '',
    ].join('\n'),
  );
  return startProcess({
    name: 'Redis Sentinel',
    command: 'redis-server',
    args: [configuration, '--sentinel'],
    env: { PATH: process.env.PATH },
    cwd: directory,
    log: join(directory, 'sentinel.log'),
    // It has found the replica.
    ready: async output => output.includes('+slave'),
  });
}
