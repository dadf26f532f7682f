// Measures Backlot under load, on the real peers and on the lab; writes docs/bench-load.md.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPlatform } from '@backlot/peers/requests';
import { readSizes } from './readSizes';
import { loadReport } from './load/loadReport';
import { HeldLoop, measureHeldLoop } from './load/measureHeldLoop';
import { measurePlanBurst, PlanBurst } from './load/measurePlanBurst';
import { measureShutdown, ShutdownLoad } from './load/measureShutdown';

const page = resolve(__dirname, '../../docs/bench-load.md');
/** Of `atlantis.concurrency`, by default. */
const concurrency = 4;

const defaults = {
  requests: 50,
  rounds: 1,
  rollBacks: 16,
  applies: 20,
  pages: 100,
  replicas: 3,
  tasks: 20,
  streams: 300,
  polls: 300,
};

type Sizes = typeof defaults;

async function planBursts({ requests, rounds }: Sizes): Promise<PlanBurst[]> {
  const platform = await startPlatform({ report: line => console.error(line) });
  try {
    const bursts: PlanBurst[] = [];
    // The first, which is not counted, fills caches that a running company's have filled.
    for (let round = 0; round <= rounds; round += 1) {
      const burst = await measurePlanBurst(platform, {
        requests: round === 0 ? Math.min(requests, concurrency) : requests,
        concurrency,
        name: `burst${round}x`,
      });
      console.error(`Plans, round ${round}: ${JSON.stringify(burst)}`);
      if (round > 0) {
        bursts.push(burst);
      }
    }
    return bursts;
  } finally {
    await platform.close();
  }
}

/** On one backend and, where there is a database that they can share, on several. */
async function heldLoops(directory: string, sizes: Sizes): Promise<HeldLoop[]> {
  const postgres =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING;
  const held: HeldLoop[] = [];
  for (const replicas of postgres ? [1, sizes.replicas] : [1]) {
    const loop = await measureHeldLoop(join(directory, String(replicas)), {
      ...sizes,
      replicas,
      postgres,
    });
    console.error(`Event loop: ${JSON.stringify(loop)}`);
    held.push(loop);
  }
  return held;
}

async function main(): Promise<void> {
  const { sizes, areDefaults } = readSizes(defaults);
  const directory = await mkdtemp(join(tmpdir(), 'backlot-load-'));
  try {
    const open: ShutdownLoad = sizes;
    const shutdown = await measureShutdown(join(directory, 'shutdown'), open);
    console.error(`Shutdown: ${Math.round(shutdown)} ms`);
    const held = await heldLoops(join(directory, 'held'), sizes);
    const bursts = await planBursts(sizes);
    const report = loadReport(
      { shutdown: { ...open, milliseconds: shutdown }, held, bursts },
      {
        requests: sizes.requests,
        concurrency,
        node: process.version,
        cpu: cpus()[0].model,
        cores: availableParallelism(),
        load: loadavg()[0],
      },
    );
    if (areDefaults) {
      await writeFile(page, report);
    }
    console.log(report);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
