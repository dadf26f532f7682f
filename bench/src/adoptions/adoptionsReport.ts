import { milliseconds, ratioOf } from '../inventory/InventoryFigure';
import { markdownTable } from '../markdownTable';
import { Adoptions } from './measureAdoptions';

const target = 1.2;

function rowOf(what: string, measured: number, beside: number): string[] {
  return [
    what,
    milliseconds(measured),
    milliseconds(beside),
    ratioOf(measured, beside),
    `≤ ${target} ×: ${measured <= target * beside ? 'met' : '**not met**'}`,
  ];
}

/** The figures as Markdown. */
export function adoptionsReport(
  { machines, concurrency, database, backlot, bare, pages }: Adoptions,
  where: { node: string; cpu: string; cores: number; load: number },
): string {
  return [
    '# Benchmark: adoptions from a list',
    '',
    `\`npm run bench:adoptions\` wrote this page. It adopts ${machines} machines that were made by hand in the simulator from one list, with one approval of all, and as many by a script.`,
    '',
    `Node ${where.node}; ${where.cores} × ${
      where.cpu
    }; load average ${where.load.toFixed(
      1,
    )} at the end: backend, peers and what asks them share the cores.`,
    '',
    ...markdownTable(
      ['What', 'Backlot', 'Beside', 'Ratio', 'Target'],
      ['left', 'right', 'right', 'right', 'left'],
      [
        rowOf(
          'Time for each machine, beside the bare calls',
          backlot / machines,
          bare / machines,
        ),
        rowOf(
          'p99 of pages meanwhile, beside without',
          pages.meanwhile,
          pages.calm,
        ),
      ],
    ),
    '',
    `Real peers: Backstage’s backend with ${database}, the vCenter simulator, Gitea, Atlantis, Terraform with the vSphere provider, and the lab’s NetBox, all on this computer; the simulator, Gitea and Atlantis with what it starts have the lowest priority, as if they ran on another. Atlantis is asked for ${concurrency} runs at a time on each side. The script takes the same calls for each machine: commit and pull request, plan, apply, merge, and NetBox’s address and record. The pages are a list of requests, a request with its history, and a list of machines, asked for one after another by one person.`,
    '',
  ].join('\n');
}
