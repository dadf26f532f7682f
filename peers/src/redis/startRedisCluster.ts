import { join } from 'node:path';
import { freePort } from '../freePort';
import { runCommand } from '../runCommand';
import { RunningRedis, startRedis } from './startRedis';

const NODES = 3;
// Each node listens on another port for the others, this far from its own.
const BUS_OFFSET = 10_000;
const HIGHEST_PORT = 65_535 - BUS_OFFSET;

/** A Redis Cluster of three nodes, each with a third of the keys. */
export async function startRedisCluster(
  directory: string,
): Promise<{ nodes: RunningRedis[]; close(): Promise<void> }> {
  const nodes: RunningRedis[] = [];
  const close = async () => {
    await Promise.all(nodes.map(node => node.close()));
  };
  try {
    for (let number = 1; number <= NODES; number++) {
      nodes.push(
        await startRedis({
          directory: join(directory, `node-${number}`),
          port: await freePortBelow(HIGHEST_PORT),
          args: ['--cluster-enabled', 'yes'],
        }),
      );
    }
    await runCommand('redis-cli', [
      ...['--cluster', 'create'],
      ...nodes.map(({ host, port }) => `${host}:${port}`),
      ...['--cluster-replicas', '0', '--cluster-yes'],
    ]);
  } catch (error) {
    await close();
    throw error;
  }
  return { nodes, close };
}

async function freePortBelow(highest: number): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port <= highest) {
      return port;
    }
  }
}
