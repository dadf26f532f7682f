import { milliseconds, ratioOf } from '../inventory/InventoryFigure';
import { markdownTable } from '../markdownTable';
import { LedgerSize } from './generateLedger';
import { LedgerTimes } from './measureLedger';

const target = 1.3;

/** What was measured on a database. */
export interface MeasuredLedger {
  database: 'SQLite' | 'PostgreSQL';
  /** Milliseconds that it took to fill it. */
  filled: number;
  times: LedgerTimes[];
}

function isMet({ p99, keyed }: LedgerTimes): boolean {
  return keyed !== undefined && p99 <= target * keyed.p99;
}

function rowOf(times: LedgerTimes): string[] {
  const { what, p50, p99, keyed } = times;
  return [
    what,
    milliseconds(p50),
    milliseconds(p99),
    keyed ? milliseconds(keyed.p99) : '',
    keyed ? ratioOf(p50, keyed.p50) : '',
    keyed ? ratioOf(p99, keyed.p99) : '',
    keyed ? `≤ ${target} ×: ${isMet(times) ? 'met' : '**not met**'}` : '',
  ];
}

/** The figures as Markdown. */
export function ledgerReport(
  measured: MeasuredLedger[],
  where: LedgerSize & {
    node: string;
    cpu: string;
    cores: number;
    load: number;
    calls: number;
  },
): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const judged = measured.flatMap(({ times }) =>
    times.filter(({ keyed }) => keyed),
  );
  return [
    '# Benchmark: the ledger',
    '',
    `\`npm run bench:ledger\` wrote this page. It fills a database with ${count(
      where.machines,
    )} machines and ${count(
      where.requests,
    )} requests, starts a Backstage backend with the ledger, real sign-in and permissions on it, and compares each call with a route of the same backend that asks for the same permissions and reads one row of the same database by its key.`,
    '',
    `Node ${where.node}; ${where.cores} × ${
      where.cpu
    }; load average ${where.load.toFixed(
      1,
    )} at the end: backend, database and whatever else ran share the cores. Percentiles of ${count(
      where.calls,
    )} calls of each kind, in turn; each asks for another of its kind.`,
    '',
    `${judged.filter(isMet).length} of ${judged.length} targets are met.`,
    '',
    ...measured.flatMap(({ database, filled, times }) => [
      `## ${database}`,
      '',
      `Filled in ${(filled / 1000).toFixed(0)} s.`,
      '',
      ...markdownTable(
        ['Call', 'p50', 'p99', 'Keyed p99', 'p50 ratio', 'p99 ratio', 'Target'],
        ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
        times.map(rowOf),
      ),
      '',
    ]),
    'Lists have 50 requests, pages of machines 100. One request is read with its attempts and what is given back, and besides its permissions with who asks: what it owns by its sign-in and by the catalog. The gate lets through, so it writes a row and reads its request again.',
    '',
  ].join('\n');
}
