import { median } from '../intervals';
import { markdownTable } from '../markdownTable';
import { HeldLoop } from './measureHeldLoop';
import { PlanBurst } from './measurePlanBurst';
import { programs } from './processorTime';
import { ShutdownLoad } from './measureShutdown';

const shutdownTargetMs = 10_000;
const burstTarget = 1.3;
const holdTargetMs = 50;

/** What was measured. */
export interface LoadFigures {
  shutdown: ShutdownLoad & { milliseconds: number };
  /** By how many replicas shared the work. */
  held: HeldLoop[];
  bursts: PlanBurst[];
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'missed';
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function replicasOf({ replicas }: HeldLoop): string {
  return replicas === 1 ? 'one backend' : `${replicas} replicas`;
}

const sides: Record<keyof PlanBurst, string> = {
  backlot: 'Backlot',
  bare: 'Plans alone',
  bareWithPulls: 'With commits and pull requests',
};

const sideNames = Object.keys(sides) as (keyof PlanBurst)[];

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
    median(bursts.map(burst => burst[side].milliseconds));
  const ratio = (side: keyof PlanBurst) =>
    median(
      bursts.map(
        ({ backlot, [side]: other }) =>
          backlot.milliseconds / other.milliseconds,
      ),
    );
  const [{ rollBacks, applies, pages, postgres }] = held;
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
        ...held.flatMap(loop => [
          [
            `The event loop's longest hold while ${rollBacks} roll-backs, ${applies} applies and ${pages} open pages go on, on ${replicasOf(
              loop,
            )}`,
            `${loop.hold.byClock.toFixed(0)} ms`,
            `≤ ${holdTargetMs} ms: ${verdict(
              loop.hold.byClock <= holdTargetMs,
            )}`,
          ],
          ['The same of work alone', `${loop.hold.onCore.toFixed(0)} ms`, ''],
        ]),
      ],
    ),
    '',
    '## Plans',
    '',
    `Real peers: Backstage's backend, the vCenter simulator, Gitea, Atlantis, Terraform with the vSphere provider, and the lab's NetBox. Atlantis is asked for ${where.concurrency} plans at a time on each side. The script plans the same files in directories of its own.`,
    '',
    ...markdownTable(
      ['Round', ...sideNames.map(side => sides[side])],
      ['right', 'right', 'right', 'right'],
      [
        ...bursts.map((burst, index) => [
          String(index + 1),
          ...sideNames.map(side => seconds(burst[side].milliseconds)),
        ]),
        ['Median', ...sideNames.map(side => seconds(middle(side)))],
      ],
    ),
    '',
    'What a request takes of a core, with all that the program starts (Terraform, git, hooks); the median of the rounds. Gitea takes the most of what a plan alone does not need, with a script as with Backlot:',
    '',
    ...markdownTable(
      ['Program', ...sideNames.map(side => sides[side])],
      ['left', 'right', 'right', 'right'],
      programs.map(program => [
        program,
        ...sideNames.map(
          side =>
            `${(
              median(bursts.map(burst => burst[side].used[program])) /
              where.requests
            ).toFixed(2)} s`,
        ),
      ]),
    ),
    '',
    '## Event loop',
    '',
    `With ${
      postgres ? 'PostgreSQL' : 'SQLite in its own process'
    }. The lab is beside it, in another process, and takes some ten seconds for each of Terraform's commands, all at once; browsers' pages ask as often as those of Backlot. By the clock a hold includes the wait for a core, and ${
      where.cores
    } cores are too few for replicas, database, lab and pages; of work alone, it is what the thread was on a core.`,
    '',
    ...markdownTable(
      ['On', 'Took', 'Answers that the pages got'],
      ['left', 'right', 'right'],
      held.map(loop => [
        replicasOf(loop),
        `${loop.seconds.toFixed(0)} s`,
        String(loop.answers),
      ]),
    ),
    '',
  ].join('\n');
}
