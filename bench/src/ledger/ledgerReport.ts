import { milliseconds, ratioOf } from '../inventory/InventoryFigure';
import { Decommissions } from '../decommissions/measureDecommissions';
import { programs } from '../load/processorTime';
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

function decommissionsSection(measured: Decommissions): string[] {
  const { machines, concurrency, database, backlot, bare } = measured;
  return [
    '## Decommissions',
    '',
    ...markdownTable(
      ['Call', 'Backlot', 'Bare calls', 'Ratio', 'Target'],
      ['left', 'right', 'right', 'right', 'left'],
      [
        [
          `${machines} decommissions at once, form to nothing left in Git`,
          milliseconds(backlot.milliseconds),
          milliseconds(bare.milliseconds),
          ratioOf(backlot.milliseconds, bare.milliseconds),
          `≤ ${target} ×: ${
            backlot.milliseconds <= target * bare.milliseconds
              ? 'met'
              : '**not met**'
          }`,
        ],
      ],
    ),
    '',
    'What one takes of a core, with all that the program starts (Terraform, git, hooks):',
    '',
    ...markdownTable(
      ['Program', 'Backlot', 'Bare calls'],
      ['left', 'right', 'right'],
      programs.map(program => [
        program,
        ...[backlot, bare].map(({ used }) =>
          milliseconds((1000 * used[program]) / machines),
        ),
      ]),
    ),
    '',
    `Real peers: Backstage’s backend with ${database}, the vCenter simulator, Gitea, Atlantis, Terraform with the vSphere provider, and the lab’s NetBox, all on this computer. Atlantis is asked for ${concurrency} runs at a time on each side. The script ends as many machines of its own with the same calls: commit and pull request, plan, apply, merge, address deprecated and record removed in NetBox; and one pull request for each 20 of them that removes their files. Policy approves, so nobody is waited for.`,
    '',
  ];
}

/** Why some calls take more than one row does, whatever was measured. */
const causes = [
  '## What takes longer than one row, and why',
  '',
  '- **A search that finds very many** has the database look through the newest 200 requests, and once more where it is narrowed; that it finds very many is looked up once in ten minutes. An index of words by request would spare the look, and takes hundreds of megabytes at this size.',
  '- **A list narrowed by what it waits for** reads the counts first, to know which states and obstacles there are, and the page after that; but for those that wait for an approver or for the requester. They, and lists narrowed by state, read both at once.',
  '- **Pages of machines** of an owner lie all over the table, so that each is read from a place of its own.',
  '- **One machine** is read with its requests, their files and its hooks: three queries, while the permission is asked for.',
  '- **The gate** writes down that it was asked before it lets through: one statement more than the route beside it.',
  '- On PostgreSQL a list takes two connections at once where the route beside it takes one.',
  '',
  'No query of a list reads or counts all requests: on both databases the plans read an index in the order of the page.',
  '',
];

/** The figures as Markdown. */
export function ledgerReport(
  measured: MeasuredLedger[],
  decommissions: Decommissions | undefined,
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
    `${judged.filter(isMet).length} of ${
      judged.length
    } targets of calls are met.`,
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
    'Of four requests that make no machine three are resizes; the oldest tenth of the machines is decommissioned. Lists have 25 requests and pages of machines 25, which is what Backlot’s pages show at first. One machine is read with what was asked of it and what its viewer may ask of it; one request with its attempts and what is given back. What the viewer owns by its sign-in and by the catalog is looked up for the first of its pages in 5 seconds. The gate lets through, so it writes a row.',
    '',
    ...(decommissions ? decommissionsSection(decommissions) : []),
    ...causes,
  ].join('\n');
}
