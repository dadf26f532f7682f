import fc from 'fast-check';
import { StoredRequest } from '../database/StoredRequest';
import { Operations } from '../operations/Operations';
import { describePullRequest as describeByWords } from './describePullRequest';

const request = {
  id: '01JD3Z',
  kind: 'create',
  fqdn: 'web01.prod.acme.example',
  requestedBy: 'user:default/anna.weber',
  owner: 'group:default/payments',
  purpose: 'Web shop',
  environment: 'production',
  terms: { hardware: { cpus: 2, memoryMib: 4096, disksGib: [] } },
  placement: {
    cluster: { id: 'c', name: 'fra1-prod-01' },
    network: { id: 'n', name: 'fra1-prod-app' },
    template: { id: 't', name: 'rhel9-2026.11', uuid: 'u' },
  },
  address: { address: '10.20.110.7' },
} as unknown as StoredRequest;

const operations = new Operations();

const describePullRequest = (
  given: StoredRequest,
  appUrl: string | undefined,
) => describeByWords(given, operations.of(given).words, appUrl);

describe('describePullRequest', () => {
  it('says what an operation does, and whether it interrupts', () => {
    const change = { input: {}, does: ['CPUs: 2 to 4.'] };
    const bodyOf = (interrupts?: string) =>
      describePullRequest(
        {
          ...request,
          kind: 'resize',
          terms: { ...request.terms, change: { ...change, interrupts } },
        },
        undefined,
      ).body;

    expect(bodyOf()).toContain(
      '\n- CPUs: 2 to 4.\n- Nothing is interrupted.\n\n| | |',
    );
    expect(bodyOf('It is restarted.')).toContain(
      '\n- CPUs: 2 to 4.\n- It is restarted.\n\n| | |',
    );
  });

  it('says that a machine is to end, and whose it is', () => {
    const { title, body } = describePullRequest(
      { ...request, kind: 'decommission' },
      undefined,
    );

    expect(title).toBe('Decommission web01.prod.acme.example');
    expect(body).toContain(
      '`user:default/anna.weber` asks to decommission this virtual machine of `group:default/payments`:',
    );
  });

  it('says who requests what for whom and why, and links to the request', () => {
    const { title, body } = describePullRequest(
      request,
      'https://backstage.acme.example',
    );

    expect(title).toBe('Create web01.prod.acme.example');
    expect(body).toBe(
      [
        '`user:default/anna.weber` requests this virtual machine for `group:default/payments`:',
        '',
        '```text',
        'Web shop',
        '```',
        '',
        '| | |',
        '| --- | --- |',
        '| Request | [01JD3Z](https://backstage.acme.example/vm-requests/01JD3Z) |',
        '| Environment | production |',
        '| Size | 2 CPUs, 4 GiB memory |',
        '| Cluster | fra1-prod-01 |',
        '| Network | fra1-prod-app |',
        '| Template | rhel9-2026.11 |',
        '| Address | 10.20.110.7 |',
        '',
        'Approve or reject it on the [request’s page](https://backstage.acme.example/vm-requests/01JD3Z) in Backstage. Once it is approved, Backlot applies the plan and merges this pull request. Please do not push to its branch or merge it yourself: what is applied must be what was approved.',
      ].join('\n'),
    );
  });

  it('names the request where nobody knows the address of Backstage, and leaves out what is not known', () => {
    const { body } = describePullRequest(
      { ...request, placement: undefined, address: undefined },
      undefined,
    );

    expect(body).toContain('| Request | 01JD3Z |');
    expect(body).not.toContain('](');
    expect(body).not.toMatch(/Cluster|Address|undefined/);
  });

  it('keeps a purpose in its code block, whatever it holds', () => {
    const hostile = fc
      .array(
        fc.constantFrom('`', '```', '````', '\n', 'text', '# Title', ' '),
        {
          maxLength: 20,
        },
      )
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(hostile, purpose => {
        const lines = describePullRequest(
          { ...request, purpose },
          undefined,
        ).body.split('\n');
        const fence = lines[2].replace(/text$/, '');
        const end = lines.indexOf(fence, 3);
        expect(lines.slice(3, end).join('\n')).toBe(purpose);
        expect(lines[end + 2]).toBe('| | |');
      }),
    );
  });
});
