import {
  addressesOf,
  DiskMount,
  networksOfPlacement,
} from '@backlot/plugin-vm-requests-common';
import { OperationWords } from '@backlot/plugin-vm-requests-node';
import { timeInWords } from '../changeTimes/applyWait';
import { StoredRequest } from '../database/StoredRequest';

/** What people typed, as a Markdown code block that it cannot leave. */
function quoted(text: string): string {
  const longest = Math.max(
    2,
    ...[...text.matchAll(/`+/g)].map(m => m[0].length),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function hardwareWords({
  cpus,
  memoryMib,
}: StoredRequest['terms']['hardware']) {
  const memory =
    memoryMib % 1024 === 0 ? `${memoryMib / 1024} GiB` : `${memoryMib} MiB`;
  return `${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${memory} memory`;
}

function rows(facts: [string, string | undefined][]): string[] {
  return facts.flatMap(([name, value]) =>
    value ? [`| ${name} | ${value} |`] : [],
  );
}

function listed(words: readonly string[]): string {
  return words.join(', ');
}

function networksOf(placement: StoredRequest['placement']): string[] {
  return placement
    ? networksOfPlacement(placement).map(({ name }) => name)
    : [];
}

function mountWords({ disk, mountPoint, fileSystem }: DiskMount): string {
  return `disk ${disk + 1} at \`${mountPoint}\` (${fileSystem})`;
}

/** What an operation on a machine does, as a list. */
function changeWords({ change }: StoredRequest['terms']): string[] {
  return change
    ? [
        ...change.does.map(sentence => `- ${sentence}`),
        `- ${change.interrupts ?? 'Nothing is interrupted.'}`,
        '',
      ]
    : [];
}

/**
 * Title and text of a request's pull request.
 *
 * @param appUrl - where Backstage is, for the link to the request
 */
export function describePullRequest(
  request: StoredRequest,
  words: OperationWords,
  appUrl: string | undefined,
  timeZone: string = 'UTC',
): {
  title: string;
  body: string;
} {
  const { placement, address, terms } = request;
  const url = appUrl && `${appUrl}/vm-requests/${request.id}`;
  return {
    title: `${words.title} ${request.fqdn}`,
    body: [
      `\`${request.requestedBy}\` ${words.asksInGit} \`${request.owner}\`:`,
      '',
      quoted(request.purpose),
      '',
      ...changeWords(terms),
      '| | |',
      '| --- | --- |',
      ...rows([
        ['Request', url ? `[${request.id}](${url})` : request.id],
        ['On behalf of', request.requestedFor && `\`${request.requestedFor}\``],
        [
          'Start',
          request.startAt &&
            `${timeInWords(request.startAt, { timeZone })}, or later`,
        ],
        ['Environment', request.environment],
        ['Size', hardwareWords(terms.hardware)],
        ['Cluster', placement?.cluster.name],
        ['Network', listed(networksOf(placement))],
        ['Template', placement?.template?.name],
        ['Address', listed(addressesOf(address))],
        ['Mount points', listed((terms.mounts ?? []).map(mountWords))],
      ]),
      '',
      `Approve or reject it on ${
        url ? `the [request’s page](${url})` : 'the request’s page'
      } in Backstage. Once it is approved, Backlot applies the plan and merges this pull request. Please do not push to its branch or merge it yourself: what is applied must be what was approved.`,
    ].join('\n'),
  };
}
