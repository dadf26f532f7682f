import { mockServices } from '@backstage/backend-test-utils';
import { readVmInventoryConfig } from './readVmInventoryConfig';

function read(data: object) {
  return readVmInventoryConfig(
    mockServices.rootConfig({ data: JSON.parse(JSON.stringify(data)) }),
  );
}

describe('readVmInventoryConfig', () => {
  it('has sensible values where nothing is said', () => {
    expect(read({})).toEqual({
      operations: { operators: [], retentionMs: 400 * 24 * 60 * 60 * 1000 },
      staleAfterMs: 120_000,
      placement: {
        cpuOvercommit: 4,
        memoryOvercommit: 1,
        datastoreHeadroom: 0.1,
      },
      capacityHistory: { retentionDays: 400, frequencyMs: 3_600_000 },
    });
  });

  it('reads what is said', () => {
    expect(
      read({
        vmInventory: {
          staleAfter: { minutes: 5 },
          placement: { cpuOvercommit: 2 },
          capacityHistory: {
            retention: { months: 24 },
            frequency: '15 minutes',
          },
          vsphere: {},
        },
      }),
    ).toMatchObject({
      staleAfterMs: 300_000,
      placement: { cpuOvercommit: 2, memoryOvercommit: 1 },
      capacityHistory: { retentionDays: 720, frequencyMs: 900_000 },
    });
  });

  it.each([
    [{ placement: { cpuOvercommit: 0 } }, /vmInventory\.placement.*cpuOver/s],
    [{ placement: { datastoreHeadroom: 1 } }, /datastoreHeadroom/],
    [{ placement: { overcommit: 2 } }, /overcommit/],
    [{ staleAfter: 'soon' }, /staleAfter/],
    [{ capacityHistory: { retention: { hours: 1 } } }, /keeps a day at least/],
  ])('refuses %p', (vmInventory, message) => {
    expect(() => read({ vmInventory })).toThrow(message);
  });

  it('takes entity refs of operators, and nothing else', () => {
    expect(
      read({
        vmInventory: {
          operations: { operators: ['Group:default/Platform-Team'] },
        },
      }).operations.operators,
    ).toEqual(['group:default/platform-team']);
    expect(() =>
      read({ vmInventory: { operations: { operators: ['platform-team'] } } }),
    ).toThrow(/vmInventory\.operations\.operators is wrong: .*entity ref/s);
  });
});
