// Measures the ledger's lists, search and single reads, and decommissions at once on the real peers;
// writes docs/bench-ledger.md.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  BenchDatabase,
  postgres,
  postgresServer,
  sqlite,
  withPostgres,
} from './databases';
import {
  Decommissions,
  measureDecommissions,
} from './decommissions/measureDecommissions';
import { readSizes } from './readSizes';
import { ledgerReport, MeasuredLedger } from './ledger/ledgerReport';
import { measureLedger } from './ledger/measureLedger';
import { startLedgerBackend } from './ledger/startLedgerBackend';

const page = resolve(__dirname, '../../docs/bench-ledger.md');

const defaults = {
  machines: 100_000,
  requests: 300_000,
  // The 99th percentile is then the tenth of the longest: of fewer it moves from run to run.
  calls: 1_000,
  /** None when 0. */
  decommissions: 50,
  /** Of Atlantis' runs at once; that of `atlantis.concurrency` by default. */
  concurrency: 4,
};

type Sizes = typeof defaults;

const report = (line: string) => console.error(line);

async function measure(
  { name, config }: BenchDatabase,
  directory: string,
  sizes: Sizes,
): Promise<MeasuredLedger> {
  report(`Filling ${name}`);
  const ledger = await startLedgerBackend({
    directory,
    database: config,
    size: sizes,
    report,
  });
  try {
    report(`Measuring ${name}`);
    const times = await measureLedger(ledger, sizes, sizes.calls, report);
    return { database: name, filled: ledger.filled, times };
  } finally {
    await ledger.backend.close();
  }
}

async function main(): Promise<void> {
  const { sizes, areDefaults } = readSizes(defaults);
  const directory = await mkdtemp(join(tmpdir(), 'backlot-ledger-'));
  const measured: MeasuredLedger[] = [];
  try {
    for (const database of [
      sqlite(join(directory, 'sqlite')),
      ...(postgresServer ? [postgres(postgresServer)] : []),
    ]) {
      try {
        measured.push(
          await measure(database, join(directory, database.name), sizes),
        );
      } finally {
        await database.drop();
      }
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const written = (decommissions?: Decommissions) =>
    ledgerReport(measured, decommissions, {
      ...sizes,
      node: process.version,
      cpu: cpus()[0].model,
      cores: availableParallelism(),
      load: loadavg()[0],
    });
  const { decommissions: machines, concurrency } = sizes;
  if (machines > 0) {
    // What follows takes minutes, and may fail.
    report(written());
  }
  const figures = written(
    machines > 0
      ? await withPostgres(database =>
          measureDecommissions({ machines, concurrency, database }, report),
        )
      : undefined,
  );
  if (measured.length === 2 && areDefaults) {
    await writeFile(page, figures);
  }
  console.log(figures);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
