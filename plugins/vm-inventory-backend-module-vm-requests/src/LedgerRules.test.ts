import { Machine } from '@backlot/plugin-vm-inventory-common';
import { LedgerMachineRules } from '@backlot/plugin-vm-requests-common';
import { LedgerRules } from './LedgerRules';

const { signal } = new AbortController();
const machine: Machine = {
  kind: 'machine',
  source: 'fra',
  id: 'vm-1',
  name: 'web01',
  instanceUuid: '5000a1b2-0000-0000-0000-000000000001',
  power: 'on',
  datastores: [],
  networks: [],
};
const rules: LedgerMachineRules = {
  machine: '01JD3',
  owner: 'group:default/team-payments',
  environment: 'production',
  power: true,
  snapshots: false,
};

describe('LedgerRules', () => {
  const rulesBy = (known: LedgerMachineRules | undefined) => {
    const machineRules = jest.fn(async () => known);
    return {
      machineRules,
      rules: new LedgerRules({ ledger: { machineRules } }),
    };
  };

  it('are those of the machine that the inventory means', async () => {
    const asked = rulesBy(rules);
    await expect(
      asked.rules.rulesOf(machine, { signal }),
    ).resolves.toMatchObject({
      owners: ['group:default/team-payments'],
      power: true,
      snapshots: false,
      reason: expect.stringMatching(/In environment 'production'/),
      refused: undefined,
    });
    expect(asked.machineRules).toHaveBeenCalledWith(
      { source: 'fra', id: 'vm-1', instanceUuid: machine.instanceUuid },
      { signal },
    );
  });

  it('refuse everybody while a request is being applied to it', async () => {
    const asked = rulesBy({ ...rules, inApply: '01JD4' });
    await expect(
      asked.rules.rulesOf(machine, { signal }),
    ).resolves.toMatchObject({
      refused: expect.stringMatching(/Request 01JD4 is being applied/),
    });
  });

  it('are none of a machine that came from no request', async () => {
    await expect(
      rulesBy(undefined).rules.rulesOf(machine, { signal }),
    ).resolves.toBeUndefined();
  });
});
