import { mockServices } from '@backstage/backend-test-utils';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { LedgerOwnership } from './LedgerOwnership';

const appUrl = 'https://backstage.example/';
const { signal } = new AbortController();
const machine = exampleMachine('fra', 1);

const ledgerMachine: LedgerMachine = {
  id: '01JD4',
  lifecycle: 'active',
  generation: 1,
  source: 'fra',
  providerId: machine.id,
  instanceUuid: machine.instanceUuid?.toUpperCase(),
  name: machine.name,
  fqdn: `${machine.name}.acme.example`,
  environment: 'production',
  blueprint: 'rhel9-vm',
  stack: 'default',
  owner: 'group:default/team-payments',
  request: '01JD3',
  purpose: 'Web shop',
  pullRequestUrl: 'https://git.example/pulls/7',
  createdAt: '2026-11-21T12:00:00.000Z',
};

function ownershipBy(listMachines: () => Promise<LedgerMachine[]>) {
  return new LedgerOwnership({
    ledger: { listMachines },
    logger: mockServices.logger.mock(),
    appUrl,
  });
}

describe('LedgerOwnership', () => {
  it('knows owner, purpose and links of machines that came from requests, and nothing of others', async () => {
    const ownership = ownershipBy(async () => [ledgerMachine]);

    await expect(
      ownership.ownershipOf([exampleMachine('fra', 2), machine], { signal }),
    ).resolves.toEqual([
      undefined,
      {
        owner: 'group:default/team-payments',
        request: '01JD3',
        description: 'Web shop',
        links: [
          {
            title: 'Request',
            url: 'https://backstage.example/vm-requests/01JD3',
          },
          { title: 'Pull request', url: 'https://git.example/pulls/7' },
        ],
      },
    ]);
  });

  it('takes the machine of another source for another', async () => {
    const ownership = ownershipBy(async () => [
      { ...ledgerMachine, source: 'ams' },
    ]);

    await expect(ownership.ownershipOf([machine], { signal })).resolves.toEqual(
      [undefined],
    );
  });

  it('goes by what the ledger said last while it does not answer, and never by nothing', async () => {
    const listMachines = jest
      .fn<Promise<LedgerMachine[]>, []>()
      .mockRejectedValueOnce(new Error('no answer'))
      .mockResolvedValueOnce([ledgerMachine])
      .mockRejectedValueOnce(new Error('no answer'));
    const ownership = ownershipBy(listMachines);

    await expect(ownership.ownershipOf([machine], { signal })).rejects.toThrow(
      'no answer',
    );
    const first = await ownership.ownershipOf([machine], { signal });
    expect(first[0]?.request).toBe('01JD3');
    await expect(ownership.ownershipOf([machine], { signal })).resolves.toEqual(
      first,
    );
  });
});
