import { ChainSample, Stretch } from './chainSample';
import { median } from './intervals';
import { Alignment, markdownTable } from './markdownTable';

/** What the rest may be, in milliseconds. */
export const restTarget = 1000;

const titles: Record<keyof ChainSample, string> = {
  plan: 'Task started → plan recorded',
  start: "Approved → Atlantis' apply call",
  finish: "Atlantis' apply call → done",
};

const stretches: (keyof ChainSample)[] = ['plan', 'start', 'finish'];

type Column = Exclude<keyof Stretch, 'gaps'>;
const columns: Column[] = ['total', 'netbox', 'forge', 'atlantis', 'rest'];
const times = ['In all', 'NetBox', 'Gitea', 'Atlantis', 'Rest'];
const timesAligned = times.map((): Alignment => 'right');

/** The samples as Markdown. */
export function chainReport(
  samples: ChainSample[],
  where: { node: string; cores: number; load: number },
): string {
  return [
    '# Benchmark: the chain of a request',
    '',
    '`npm run bench:chain` wrote this page. It takes requests, one after another, through Backstage’s backend, the vCenter simulator, Gitea, Atlantis, Terraform with the vSphere provider, and the lab’s NetBox, all on one computer.',
    '',
    `${samples.length} requests; Node ${where.node}; ${
      where.cores
    } cores, with a load of ${where.load.toFixed(
      1,
    )} at the end: peers, backend and whatever else ran share them.`,
    '',
    '## Medians, in milliseconds',
    '',
    ...markdownTable(
      ['Stretch', ...times, 'Target of the rest'],
      ['left', ...timesAligned, 'left'],
      stretches.map(name => medians(name, samples)),
    ),
    '',
    'A peer’s time is when it had a request of ours that it had not fully answered, measured by a proxy before it; times of several peers overlap. The rest is when none had: it is Backlot’s and Backstage’s own. vCenter’s time lies within Atlantis’: between a request’s form and its machine Backlot asks it nothing, for its inventory is live. In the last stretch the rest also holds the wait until vCenter announces the machine.',
    '',
    '## Each request, in milliseconds',
    '',
    ...markdownTable(
      ['Stretch', 'Request', ...times],
      ['left', 'right', ...timesAligned],
      stretches.flatMap(name =>
        samples.map((sample, index) => [
          titles[name],
          String(index + 1),
          ...columns.map(column => String(sample[name][column])),
        ]),
      ),
    ),
    '',
    '## The longest pieces of the rest, of the last request',
    '',
    ...markdownTable(
      ['Stretch', 'After', 'Milliseconds'],
      ['left', 'left', 'right'],
      stretches.flatMap(name =>
        samples[samples.length - 1][name].gaps
          .slice(0, 4)
          .map(({ after, milliseconds }) => [
            titles[name],
            withoutIds(after),
            String(milliseconds),
          ]),
      ),
    ),
    '',
  ].join('\n');
}

function medians(name: keyof ChainSample, samples: ChainSample[]): string[] {
  const ofColumns = columns.map(column =>
    Math.round(median(samples.map(sample => sample[name][column]))),
  );
  const rest = ofColumns[ofColumns.length - 1];
  return [
    titles[name],
    ...ofColumns.map(String),
    name === 'finish'
      ? '–'
      : `< ${restTarget}: ${rest < restTarget ? 'met' : 'missed'}`,
  ];
}

function withoutIds(call: string): string {
  return call
    .replace(/[0-9a-f]{40}/g, '…')
    .replace(/vm(%2F|\/)[0-9a-z]{26}/g, 'vm/…');
}
