import { VCenterSimulator } from '@backlot/peers';
import { VSphereInventoryProvider } from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventorySink } from '@backlot/plugin-vm-inventory-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { median } from '../intervals';
import { InventoryFigure, milliseconds, ratioOf } from './InventoryFigure';
import { MissingClient, OtherClient } from './OtherClient';
import { RawReader } from './RawReader';
import { recordBodies } from './recordBodies';

const silent: LoggerService = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silent,
};

/** Milliseconds of loads, all clients in turn. */
export interface LoadTimes {
  machines: number;
  bytes: number;
  /** From the first request for objects to the end of the load. */
  ours: number[];
  raw: number[];
  /** From signing in. */
  oursInAll: number[];
  others: { name: string; times: number[] }[];
  missing: MissingClient[];
}

/**
 * Loads a simulator with the collector's own provider, and with whatever it is compared with. Each
 * round begins with another one: who comes after a slow one finds the simulator rested.
 */
export async function measureLoad(
  simulator: VCenterSimulator,
  options: {
    machines: number;
    runs: number;
    clients: (OtherClient | MissingClient)[];
  },
): Promise<LoadTimes> {
  const { machines, runs, clients } = options;
  const others = clients.filter(
    (client): client is OtherClient => 'read' in client,
  );
  const times: LoadTimes = {
    machines,
    bytes: 0,
    ours: [],
    raw: [],
    oursInAll: [],
    others: others.map(({ name }) => ({ name, times: [] })),
    missing: clients.filter(
      (client): client is MissingClient => 'why' in client,
    ),
  };
  const bodies = await recordBodies(() => load(simulator, machines));
  const raw = await RawReader.signIn(simulator, bodies);
  try {
    await raw.read();
    const readers = [
      async () => {
        raw.bytes = 0;
        times.raw.push(await raw.read());
        times.bytes = raw.bytes;
      },
      async () => {
        const { inAll, loading } = await load(simulator, machines);
        times.ours.push(loading);
        times.oursInAll.push(inAll);
      },
      ...others.map((other, index) => async () => {
        times.others[index].times.push(await other.read());
      }),
    ];
    for (let round = 0; round < runs; round++) {
      for (const index of readers.keys()) {
        await readers[(index + round) % readers.length]();
      }
    }
  } finally {
    await raw.close();
  }
  return times;
}

/** One run of the provider until its first load has ended. */
async function load(simulator: VCenterSimulator, machines: number) {
  const provider = new VSphereInventoryProvider({
    logger: silent,
    config: {
      name: 'bench',
      title: 'Benchmark',
      url: simulator.url,
      username: simulator.username,
      password: simulator.password,
      tls: { ca: simulator.ca, insecure: false },
      maxWaitSeconds: 5,
      timeoutMs: 120_000,
      fullPassMs: 3_600_000,
    },
  });
  const abort = new AbortController();
  const objects: InventoryObject[] = [];
  const called = performance.now();
  let begin = 0;
  let end = 0;
  const sink: InventorySink = {
    beginLoad() {
      begin = performance.now();
    },
    load: some => objects.push(...some),
    async endLoad() {
      end = performance.now();
      abort.abort();
    },
    async apply() {},
    confirm() {},
  };
  await provider.run(sink, { signal: abort.signal });
  const seen = objects.filter(({ kind }) => kind === 'machine').length;
  if (seen !== machines) {
    throw new Error(`${seen} of ${machines} machines were loaded`);
  }
  return { inAll: end - called, loading: end - begin };
}

/** The lines of the table. */
export function loadFigures(times: LoadTimes): InventoryFigure[] {
  const what = `Load of ${times.machines.toLocaleString('en-US')} machines`;
  const ours = median(times.ours);
  const raw = median(times.raw);
  const inAll = median(times.oursInAll);
  return [
    {
      what: `${what}: all kinds, 16 properties of each machine`,
      measured: milliseconds(ours),
      beside: `raw HTTP of the same requests ${milliseconds(raw)} (${(
        times.bytes /
        1024 ** 2
      ).toFixed(0)} MiB)`,
      ratio: ratioOf(ours, raw),
      target: { words: '≤ 1.10 ×', met: ours <= 1.1 * raw },
    },
    ...times.others.map(({ name, times: theirs }): InventoryFigure => {
      const other = median(theirs);
      return {
        what: `${what}: the same, with signing in`,
        measured: milliseconds(inAll),
        beside: `${name}, the same of each machine, and no other kind ${milliseconds(
          other,
        )}`,
        ratio: ratioOf(inAll, other),
        target: { words: 'faster', met: inAll < other },
      };
    }),
    ...times.missing.map(
      ({ name, why }): InventoryFigure => ({
        what: `${what}: the same, with signing in`,
        measured: milliseconds(inAll),
        beside: `${name} could not be had: ${why}`,
      }),
    ),
  ];
}
