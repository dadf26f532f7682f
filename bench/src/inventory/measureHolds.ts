import { startVCenterSimulator } from '@backlot/peers';
import { median } from '../intervals';
import { Holds } from './backend/watchHolds';
import { InventoryFigure, milliseconds } from './InventoryFigure';
import { startInventoryBackend } from './startInventoryBackend';

/**
 * Has a backend collect so many machines of a simulator, and read all of them again in full passes.
 *
 * @param options - `machines` is a multiple of 1,000
 */
export async function measureHolds(options: {
  directory: string;
  machines: number;
  passes: number;
}): Promise<Required<Holds>> {
  const { directory, machines, passes } = options;
  const simulator = await startVCenterSimulator({
    directory,
    password: 'the password of the benchmark',
    size: {
      datacenters: 2,
      clusters: 5,
      hosts: 20,
      machines: 10,
      copies: machines / 100 - 1,
      poweredOn: false,
    },
  });
  try {
    const backend = await startInventoryBackend({
      directory,
      name: 'holds',
      database: `${directory}/holds-database`,
      vmInventory: {
        vsphere: {
          sources: [
            {
              name: 'vcenter',
              url: simulator.url,
              username: simulator.username,
              password: simulator.password,
              tls: { ca: simulator.ca },
              // It answers its first wait for changes with all that there is, and takes long.
              timeoutSeconds: 600,
              maxWaitSeconds: 1,
              fullPassMinutes: 0.001,
            },
          ],
        },
      },
    });
    try {
      const holds = await backend.eventually<Holds>(
        '/api/bench/holds',
        answer => answer.passes.length >= passes,
      );
      await backend.machines(machines);
      return { load: holds.load!, passes: holds.passes.slice(0, passes) };
    } finally {
      await backend.close();
    }
  } finally {
    await simulator.close();
  }
}

/** The lines of the table. */
export function holdFigures(
  machines: number,
  { load, passes }: Required<Holds>,
): InventoryFigure[] {
  const count = machines.toLocaleString('en-US');
  const held = median(passes.map(({ byClock }) => byClock));
  const longest = Math.max(...passes.map(({ byClock }) => byClock));
  const worked = median(passes.map(({ onCore }) => onCore));
  return [
    {
      what: `Longest hold of the event loop in a full pass of ${count} machines`,
      measured: milliseconds(held),
      beside: `of work alone, without waiting for a core, ${milliseconds(
        worked,
      )}; medians of ${
        passes.length
      } passes, of which the longest held it ${milliseconds(longest)}`,
      target: { words: '≤ 50 ms', met: held <= 50 },
    },
    {
      what: `For comparison: the same in the first load of ${count} machines`,
      measured: milliseconds(load.byClock),
      beside: `of work alone ${milliseconds(load.onCore)}`,
    },
  ];
}
