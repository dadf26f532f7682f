import { median } from '../intervals';
import { InventoryFigure, milliseconds } from './InventoryFigure';
import { ApiTimes, measureApi } from './measureApi';
import { startInventoryBackend } from './startInventoryBackend';

/** What a replica costs that serves from Redis what another collects. */
export interface ReplicaFigures {
  machines: number;
  /** Bytes of heap for each machine, with indexes of what was asked. */
  bytesPerMachine: number;
  /** Milliseconds from the start of the plugin to the first answer, for each restart. */
  restarts: number[];
  api: ApiTimes;
}

/**
 * Starts a backend that collects a generated source, one that has nothing, and, as often as is asked
 * for, one that serves what the first has put into Redis.
 */
export async function measureReplica(options: {
  directory: string;
  redis: string;
  machines: number;
  calls: number;
  runs: number;
}): Promise<ReplicaFigures> {
  const { directory, machines, calls, runs } = options;
  const shared = {
    directory,
    database: `${directory}/database`,
    vmInventory: { redis: { url: options.redis } },
    machines,
  };
  const nothing = await startInventoryBackend({
    directory,
    name: 'nothing',
    database: `${directory}/nothing`,
    machines: 0,
  });
  let heapOfNothing: number;
  try {
    await measureApi(nothing, { machines: 0, calls: Math.ceil(calls / 10) });
    heapOfNothing = await nothing.heap();
  } finally {
    await nothing.close();
  }

  const collecting = await startInventoryBackend({
    ...shared,
    name: 'collecting',
  });
  try {
    await collecting.machines(machines);
    const restarts: number[] = [];
    for (let round = 1; ; round++) {
      const replica = await startInventoryBackend({
        ...shared,
        name: 'replica',
        token: collecting.token,
      });
      try {
        const answered = await replica.machines(machines);
        restarts.push(answered - (await replica.startedAt()));
        if (round === runs) {
          const api = await measureApi(replica, { machines, calls });
          const bytes = (await replica.heap()) - heapOfNothing;
          return { machines, restarts, api, bytesPerMachine: bytes / machines };
        }
      } finally {
        await replica.close();
      }
    }
  } finally {
    await collecting.close();
  }
}

/** The lines of the table. */
export function replicaFigures({
  machines,
  bytesPerMachine,
  restarts,
}: ReplicaFigures): InventoryFigure[] {
  const count = machines.toLocaleString('en-US');
  const restart = median(restarts);
  return [
    {
      what: `Memory of a serving replica with ${count} machines, for each of them`,
      measured: `${(bytesPerMachine / 1024).toFixed(2)} KiB`,
      beside: 'heap of a replica without machines, garbage collected in both',
      target: { words: '≤ 2 KiB', met: bytesPerMachine <= 2048 },
    },
    {
      what: `Restart with Redis, ${count} machines: plugin starts → first answer with them`,
      measured: milliseconds(restart),
      beside: `the slowest of ${restarts.length} took ${milliseconds(
        Math.max(...restarts),
      )}`,
      target: { words: '≤ 1 s', met: restart <= 1000 },
    },
  ];
}
