import { median } from '../intervals';
import { markdownTable } from '../markdownTable';
import { HeldLoop } from './measureHeldLoop';
import { PlanBurst } from './measurePlanBurst';
import { ShutdownLoad } from './measureShutdown';

const shutdownTargetMs = 10_000;
const burstTarget = 1.3;
const holdTargetMs = 50;

/** What was measured. */
export interface LoadFigures {
  shutdown: ShutdownLoad & { milliseconds: number };
  held: HeldLoop;
  bursts: PlanBurst[];
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'missed';
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The figures as Markdown. */
export function loadReport(
  { shutdown, held, bursts }: LoadFigures,
  where: {
    requests: number;
    concurrency: number;
    node: string;
    cpu: string;
    cores: number;
    load: number;
  },
): string {
  const middle = (side: keyof PlanBurst) =>
    median(bursts.map(burst => burst[side]));
  const ratio = (side: keyof PlanBurst) =>
    median(bursts.map(burst => burst.backlot / burst[side]));
  const { hold } = held;
  return [
    '# Benchmark: under load',
    '',
    '`npm run bench:load` wrote this page.',
    '',
    `Node ${where.node}; ${where.cpu}, ${
      where.cores
    } cores, with a load of ${where.load.toFixed(
      1,
    )} at the end: backend, peers and what asks them share them.`,
    '',
    ...markdownTable(
      ['What', 'Measured', 'Target'],
      ['left', 'right', 'left'],
      [
        [
          `Shutdown with ${shutdown.streams} streams, ${shutdown.polls} calls that wait and ${shutdown.tasks} tasks`,
          seconds(shutdown.milliseconds),
          `≤ ${seconds(shutdownTargetMs)}: ${verdict(
            shutdown.milliseconds <= shutdownTargetMs,
          )}`,
        ],
        [
          `${where.requests} requests at once, form to plan, beside one allocation call and the plan calls`,
          `${ratio('bare').toFixed(2)} ×`,
          `≤ ${burstTarget} ×: ${verdict(ratio('bare') <= burstTarget)}`,
        ],
        [
          'The same beside calls that also commit and open the pull requests',
          `${ratio('bareWithPulls').toFixed(2)} ×`,
          '',
        ],
        [
          `The event loop's longest hold while ${held.rollBacks} roll-backs, ${held.applies} applies and ${held.pages} open pages go on`,
          `${hold.byClock.toFixed(0)} ms`,
          `≤ ${holdTargetMs} ms: ${verdict(hold.byClock <= holdTargetMs)}`,
        ],
        ['The same of work alone', `${hold.onCore.toFixed(0)} ms`, ''],
      ],
    ),
    '',
    '## Plans',
    '',
    `Real peers: Backstage's backend, the vCenter simulator, Gitea, Atlantis, Terraform with the vSphere provider, and the lab's NetBox. Atlantis is asked for ${where.concurrency} plans at a time on each side. The script plans the same files in directories of its own.`,
    '',
    ...markdownTable(
      ['Round', 'Backlot', 'Plans alone', 'With commits and pull requests'],
      ['right', 'right', 'right', 'right'],
      [
        ...bursts.map((burst, index) => [
          String(index + 1),
          seconds(burst.backlot),
          seconds(burst.bare),
          seconds(burst.bareWithPulls),
        ]),
        [
          'Median',
          seconds(middle('backlot')),
          seconds(middle('bare')),
          seconds(middle('bareWithPulls')),
        ],
      ],
    ),
    '',
    '## Event loop',
    '',
    `All of it on one backend, with ${
      held.postgres ? 'PostgreSQL' : 'SQLite in its own process'
    }: nothing is spread over replicas. The lab is beside it, in another process, and takes some ten seconds for each of Terraform's commands, all at once. It went on for ${held.seconds.toFixed(
      0,
    )} s, in which the pages got ${
      held.answers
    } answers. By the clock a hold includes the wait for a core.`,
    '',
  ].join('\n');
}
