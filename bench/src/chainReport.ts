import { BareRow } from './bareRow';
import { ChainSample, Stretch, StretchName } from './chainSample';
import { median } from './intervals';
import { Alignment, markdownTable } from './markdownTable';

/** What the rest may be, in milliseconds. */
const restTarget = 1000;

/** How many times as long as the bare calls the way from approval to done may be. */
const ratioTarget = 1.15;

const titles: Record<StretchName, string> = {
  plan: 'Task started → plan recorded',
  start: "Approved → Atlantis' apply call",
  finish: "Atlantis' apply call → done",
};

const stretches: StretchName[] = ['plan', 'start', 'finish'];

type Column = Exclude<keyof Stretch, 'gaps'>;
const columns: Column[] = ['total', 'netbox', 'forge', 'atlantis', 'rest'];
const times = ['In all', 'NetBox', 'Gitea', 'Atlantis', 'Rest'];
const timesAligned = times.map((): Alignment => 'right');

function bareTable(samples: ChainSample[], bare: BareRow[]): string[] {
  const middle = (values: number[]) => Math.round(median(values));
  const ours = middle(samples.map(sample => sample.approvedToDone));
  const row = (part: keyof BareRow) => middle(bare.map(each => each[part]));
  const ratio = ours / row('total');
  return markdownTable(
    ['', 'Apply', 'Merge', 'NetBox', 'In all', 'Ratio', 'Target'],
    ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
    [
      [
        'Bare calls',
        ...(['apply', 'merge', 'netbox', 'total'] as const).map(part =>
          String(row(part)),
        ),
        '1',
        '',
      ],
      [
        'Backlot',
        '',
        '',
        '',
        String(ours),
        ratio.toFixed(2),
        `≤ ${ratioTarget}: ${ratio <= ratioTarget ? 'met' : 'missed'}`,
      ],
    ],
  );
}

/** The samples as Markdown, beside rows of bare calls made in turn with them. */
export function chainReport(
  samples: ChainSample[],
  bare: BareRow[],
  where: {
    node: string;
    cores: number;
    load: number;
    /** Markdown of what allocations of addresses took. */
    allocations: string[];
  },
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
    '## Approval → done, beside the bare calls',
    '',
    ...bareTable(samples, bare),
    '',
    'The bare calls are one row of curl on a request that Backlot has planned, made in turn with the requests and through the same proxies: apply asked of Atlantis (whose workflow asks the gate, which lets it through), merge, address active, and machine, interface, MAC address and primary address recorded in NetBox. What they need to know is looked up before.',
    '',
    ...where.allocations,
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

function medians(name: StretchName, samples: ChainSample[]): string[] {
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
