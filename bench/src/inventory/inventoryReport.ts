import { markdownTable } from '../markdownTable';
import { InventoryFigure } from './InventoryFigure';

/** The figures as Markdown. */
export function inventoryReport(
  figures: InventoryFigure[],
  where: {
    node: string;
    cpu: string;
    cores: number;
    memoryGib: number;
    load: number;
    runs: number;
    calls: number;
  },
): string {
  const judged = figures.filter(({ target }) => target);
  const met = judged.filter(({ target }) => target?.met).length;
  return [
    '# Benchmark: the inventory',
    '',
    '`npm run bench:inventory` wrote this page. It starts the vCenter simulator, the lab, Redis and Backstage backends with real sign-in and permissions on one computer, and compares in the same run.',
    '',
    `Node ${where.node}; ${where.cores} × ${
      where.cpu
    }, ${where.memoryGib.toFixed(0)} GiB; load average ${where.load.toFixed(
      1,
    )} at the end: peers, backends and whatever else ran share the cores. Medians of ${
      where.runs
    } runs in turn; percentiles of ${where.calls.toLocaleString(
      'en-US',
    )} calls in turn, unless the line says otherwise.`,
    '',
    `${met} of ${judged.length} targets are met.`,
    '',
    ...markdownTable(
      ['What', 'Measured', 'Beside', 'Ratio', 'Target'],
      ['left', 'right', 'left', 'right', 'left'],
      figures.map(({ what, measured, beside, ratio, target }) => [
        what,
        measured,
        beside,
        ratio ?? '',
        target ? `${target.words}: ${target.met ? 'met' : '**not met**'}` : '',
      ]),
    ),
    '',
    'Raw HTTP sends the requests that the collector sends, asks for the next page as soon as the collector can, and throws the answers away. The empty route checks who calls and answers `{}`; each list asks besides what the caller may see, as every API with permissions does, which the empty route that asks for a permission shows by itself. A page that is asked for again while nothing in it changes is answered from memory; the list that turns pages shows what it costs to make one. The event loop is watched in a backend that collects the simulator, by `monitorEventLoopDelay` from the first request of a pass to its end; where more is done on the computer than it has cores, the clock also counts waiting for one. Unlike the lists of 10,000, those of 100,000 come from a backend that collects them itself.',
    '',
  ].join('\n');
}
