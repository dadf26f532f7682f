import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  NetworkMacAddresses,
  vmInventoryObjectReadPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';
const said: NetworkMacAddresses = {
  asOf: '2026-11-21T12:00:00.000Z',
  macAddresses: ['00:50:56:12:34:56'],
};

describe('the MAC addresses in a network', () => {
  const startWith = useInventory();
  const asked = jest.fn(async () => said);

  beforeEach(() => {
    asked.mockClear();
  });

  const start = (
    options: Parameters<typeof startWith>[1] & {
      macAddresses?: () => Promise<NetworkMacAddresses>;
    } = { macAddresses: asked },
  ) => {
    const { macAddresses, ...rest } = options;
    const objects = exampleInventory(source);
    return startWith(
      new MemoryInventoryProvider({ source, objects, macAddresses }),
      rest,
    );
  };

  const path = 'networks/fra/dvportgroup-fra1/mac-addresses';

  it('are what the source says, asked once for all who ask', async () => {
    const { user } = await start();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => user.get(path)),
    );
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toEqual(said);
    }
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'dvportgroup-fra1', type: 'distributed' }),
      { signal: expect.any(AbortSignal) },
    );
  });

  it('are not told of a network that the caller may not see, or that is not there', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [
        createInventoryObjectConditionalDecision(
          vmInventoryObjectReadPermission,
          inventoryObjectConditions.isInDatacenter({
            source,
            datacenters: ['datacenter-ams1'],
          }),
        ),
      ],
    });
    const { user } = await start({
      macAddresses: asked,
      features: [permissions.factory],
    });
    expect((await user.get(path)).status).toBe(404);
    expect((await user.get('networks/fra/x/mac-addresses')).status).toBe(404);
    expect(asked).not.toHaveBeenCalled();
  });

  it('are 501 where the source cannot be asked', async () => {
    const { user } = await start({});
    const { status, body } = await user.get(path);
    expect(status).toBe(501);
    expect(body.error.message).toMatch(
      /Source 'fra' lists no MAC addresses: its provider cannot read them/,
    );
  });

  it('are 503 with the words of the source when it does not answer', async () => {
    const { user } = await start({
      macAddresses: async () => {
        throw new ServiceUnavailableError("vCenter 'fra' did not answer.");
      },
    });
    const { status, body } = await user.get(path);
    expect(status).toBe(503);
    expect(body.error.message).toContain('did not answer');
  });
});
