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
      staleAfterMs: 120_000,
      placement: {
        cpuOvercommit: 4,
        memoryOvercommit: 1,
        datastoreHeadroom: 0.1,
      },
    });
  });

  it('reads what is said', () => {
    expect(
      read({
        vmInventory: {
          staleAfter: { minutes: 5 },
          placement: { cpuOvercommit: 2 },
          vsphere: {},
        },
      }),
    ).toMatchObject({
      staleAfterMs: 300_000,
      placement: { cpuOvercommit: 2, memoryOvercommit: 1 },
    });
  });

  it.each([
    [{ placement: { cpuOvercommit: 0 } }, /vmInventory\.placement.*cpuOver/s],
    [{ placement: { datastoreHeadroom: 1 } }, /datastoreHeadroom/],
    [{ placement: { overcommit: 2 } }, /overcommit/],
    [{ staleAfter: 'soon' }, /staleAfter/],
  ])('refuses %p', (vmInventory, message) => {
    expect(() => read({ vmInventory })).toThrow(message);
  });
});
