import {
  BatchItem,
  BatchState,
  RequestBatch,
  SeveralDecisions,
} from '@backlot/plugin-vm-requests-common';
import { formatMib } from '@backlot/ui-common';
import { StateWords, stateWords, waitWords } from '../StateBadge/stateWords';

/** How the state of one of a batch is said and coloured. */
export function itemWords({ state, request }: BatchItem): StateWords {
  if (request) {
    return request.wait
      ? waitWords[request.wait.for]
      : stateWords[request.state];
  }
  switch (state) {
    case 'waiting':
      return { label: 'Waits to be planned', tone: 'neutral' };
    case 'failed':
      return { label: 'Not requested', tone: 'danger' };
    case 'cancelled':
      return { label: 'Cancelled', tone: 'neutral' };
    default:
      return { label: 'Planning', tone: 'info' };
  }
}

/** How the state of a batch is said and coloured. */
export const batchWords: Record<BatchState, StateWords> = {
  running: { label: 'Going on', tone: 'info' },
  stopped: { label: 'Stands still', tone: 'danger' },
  ended: { label: 'Ended', tone: 'neutral' },
};

/** What a batch is called. */
export function titleOfBatch({ operation, items }: RequestBatch): string {
  const [first] = items;
  const last = items.at(-1);
  const which =
    items.length > 1 && first && last
      ? `${first.name} to ${last.name}`
      : first?.name ?? '';
  return `${operation} ${items.length}: ${which}`;
}

/** How many of a batch are in which state, e.g. `3 done, 1 failed`. */
export function countsOf({ items }: RequestBatch): string {
  const counts = new Map<string, number>();
  for (const item of items) {
    const { label } = itemWords(item);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts]
    .map(([label, count]) => `${count} ${label.toLocaleLowerCase('en-US')}`)
    .join(', ');
}

/** Those of a batch that a person may decide on now. */
export function decidableOf(
  { items }: RequestBatch,
  decision: SeveralDecisions['decision'],
): BatchItem[] {
  return items.filter(({ can }) => can.includes(decision));
}

/** Those of a batch that are still to be planned. */
export function unplannedOf({ items }: RequestBatch): BatchItem[] {
  return items.filter(({ state, request }) =>
    request
      ? request.state === 'open'
      : state === 'waiting' || state === 'opening',
  );
}

/** What some of a batch take together, in the words of facts. */
export function sumOf(items: readonly BatchItem[]): [string, string][] {
  const requests = items.flatMap(({ request }) => request ?? []);
  const sum = (of: (request: (typeof requests)[number]) => number) =>
    requests.reduce((total, request) => total + of(request), 0);
  const plans = (what: 'add' | 'change' | 'destroy') =>
    sum(({ plan }) => plan?.summary[what] ?? 0);
  return [
    ['Machines', String(requests.length)],
    ['CPUs', String(sum(({ hardware }) => hardware.cpus))],
    ['Memory', formatMib(sum(({ hardware }) => hardware.memoryMib))],
    ['Disks', `${sum(({ hardware }) => hardware.diskGib)} GiB`],
    [
      'Plans',
      `${plans('add')} to add, ${plans('change')} to change, ${plans(
        'destroy',
      )} to destroy`,
    ],
  ];
}

/** Some of a batch whose plans do the same sort of things. */
export interface SameDoings {
  doings: readonly string[];
  items: BatchItem[];
}

/** Some of a batch by what their plans do, most first. */
export function byDoings(items: readonly BatchItem[]): SameDoings[] {
  const groups = new Map<string, SameDoings>();
  for (const item of items) {
    const plan = item.request?.plan;
    if (plan) {
      const key = JSON.stringify(plan.doings);
      const group = groups.get(key) ?? { doings: plan.doings, items: [] };
      group.items.push(item);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort(
    (one, other) => other.items.length - one.items.length,
  );
}
