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

/** Title and text of a request's pull request. */
export function describePullRequest(request: StoredRequest): {
  title: string;
  body: string;
} {
  const { hardware } = request.terms;
  return {
    title: `Create ${request.fqdn}`,
    body: [
      `Request \`${request.id}\` of \`${request.requestedBy}\` for \`${request.owner}\`.`,
      '',
      '| | |',
      '| --- | --- |',
      `| Environment | ${request.environment} |`,
      `| Cluster | ${request.placement?.cluster.name ?? ''} |`,
      `| Address | ${request.address?.address ?? ''} |`,
      `| CPUs | ${hardware.cpus} |`,
      `| Memory | ${hardware.memoryMib} MiB |`,
      '',
      quoted(request.purpose),
      '',
      'Backlot plans, applies and merges this pull request once it is approved on the request’s page.',
    ].join('\n'),
  };
}
