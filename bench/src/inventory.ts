// Measures the inventory beside its peers; writes docs/bench-inventory.md.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPeers, startRedis, startVCenterSimulator } from '@backlot/peers';
import { InventoryFigure } from './inventory/InventoryFigure';
import { inventoryReport } from './inventory/inventoryReport';
import { apiFigures, ApiTimes, measureApi } from './inventory/measureApi';
import {
  changingLab,
  changingSimulator,
  lagFigure,
  measureLag,
} from './inventory/measureLag';
import { holdFigures, measureHolds } from './inventory/measureHolds';
import { loadFigures, measureLoad } from './inventory/measureLoad';
import { measureReplica, replicaFigures } from './inventory/measureReplica';
import { govc, pyVmomi } from './inventory/OtherClient';
import { startInventoryBackend } from './inventory/startInventoryBackend';

const page = resolve(__dirname, '../../docs/bench-inventory.md');

const parts = ['load', 'api', 'many', 'lag', 'holds'] as const;

const PASSES = 3;

interface Sizes {
  /** A multiple of 1,000. */
  machines: number;
  many: number;
  runs: number;
  calls: number;
  changes: number;
  parts: string[];
}

function readSizes(): Sizes {
  const { values } = parseArgs({
    options: {
      machines: { type: 'string', default: '10000' },
      many: { type: 'string', default: '100000' },
      runs: { type: 'string', default: '7' },
      calls: { type: 'string', default: '5000' },
      changes: { type: 'string', default: '1000' },
      parts: { type: 'string', default: parts.join() },
    },
  });
  return {
    machines: Number(values.machines),
    many: Number(values.many),
    runs: Number(values.runs),
    calls: Number(values.calls),
    changes: Number(values.changes),
    parts: values.parts.split(','),
  };
}

async function loads(
  directory: string,
  { machines, runs }: Sizes,
): Promise<InventoryFigure[]> {
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
    const clients = [
      await govc(simulator, directory),
      await pyVmomi(simulator, directory),
    ];
    return loadFigures(
      await measureLoad(simulator, { machines, runs, clients }),
    );
  } finally {
    await simulator.close();
  }
}

async function manyTimes(directory: string, sizes: Sizes): Promise<ApiTimes> {
  const backend = await startInventoryBackend({
    directory,
    name: 'many',
    database: join(directory, 'many-database'),
    machines: sizes.many,
  });
  try {
    await backend.machines(sizes.many);
    return await measureApi(backend, {
      machines: sizes.many,
      calls: sizes.calls,
    });
  } finally {
    await backend.close();
  }
}

async function lags(
  directory: string,
  { machines, changes }: Sizes,
): Promise<InventoryFigure[]> {
  const figures: InventoryFigure[] = [];
  for (const [name, start] of [
    ['simulator', () => changingSimulator(join(directory, 'changing'), 500)],
    ['lab', () => changingLab(machines)],
  ] as const) {
    const redis = await startRedis({
      directory: join(directory, `redis-${name}`),
    });
    const vcenter = await start();
    try {
      const lag = await measureLag(vcenter, {
        directory: join(directory, `lag-${name}`),
        redis: redis.url,
        changes,
      });
      figures.push(lagFigure(lag));
    } finally {
      await vcenter.close();
      await redis.close();
    }
  }
  return figures;
}

async function holds(
  directory: string,
  { many }: Sizes,
): Promise<InventoryFigure[]> {
  return holdFigures(
    many,
    await measureHolds({ directory, machines: many, passes: PASSES }),
  );
}

async function apis(
  directory: string,
  sizes: Sizes,
): Promise<InventoryFigure[]> {
  const redis = await startRedis({ directory: join(directory, 'redis') });
  try {
    const replica = await measureReplica({
      directory: join(directory, 'replicas'),
      redis: redis.url,
      ...sizes,
    });
    const many = sizes.parts.includes('many')
      ? await manyTimes(directory, sizes)
      : undefined;
    return [...apiFigures(replica.api, many), ...replicaFigures(replica)];
  } finally {
    await redis.close();
  }
}

async function main(): Promise<void> {
  const sizes = readSizes();
  const directory = await mkdtemp(join(tmpdir(), 'backlot-bench-'));
  const figures: InventoryFigure[] = [];
  const measure = async (part: string, measured: typeof loads) => {
    if (sizes.parts.includes(part)) {
      console.error(`Measuring ${part}`);
      const some = await measured(directory, sizes);
      some.forEach(each => console.error(`  ${each.what}: ${each.measured}`));
      figures.push(...some);
    }
  };
  try {
    await buildPeers(line => console.error(line));
    await measure('load', loads);
    await measure('lag', lags);
    await measure('holds', holds);
    await measure('api', apis);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const report = inventoryReport(figures, {
    node: process.version,
    cpu: cpus()[0].model,
    cores: availableParallelism(),
    memoryGib: totalmem() / 1024 ** 3,
    load: loadavg()[0],
    runs: sizes.runs,
    calls: sizes.calls,
  });
  if (parts.every(part => sizes.parts.includes(part))) {
    await writeFile(page, report);
  }
  console.log(report);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
