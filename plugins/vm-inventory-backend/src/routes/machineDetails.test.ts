import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  MachineDetails,
  vmInventoryObjectReadPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  exampleMachineDetails,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';

describe('details of a machine', () => {
  const startWith = useInventory();
  const asked = jest.fn(
    async (): Promise<MachineDetails> => exampleMachineDetails(),
  );

  beforeEach(() => {
    asked.mockClear();
  });

  const start = (
    options: Parameters<typeof startWith>[1] & {
      details?: () => Promise<MachineDetails>;
    } = { details: asked },
  ) => {
    const { details, ...rest } = options;
    const objects = exampleInventory(source);
    return startWith(
      new MemoryInventoryProvider({ source, objects, details }),
      rest,
    );
  };

  it('are what the source says, asked once for all who look', async () => {
    const { user } = await start();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => user.get('machines/fra/vm-1/details')),
    );
    for (const { status, body, headers } of answers) {
      expect(status).toBe(200);
      expect(body).toEqual(exampleMachineDetails());
      expect(headers['cache-control']).toBe('private, no-store');
    }
    expect(asked).toHaveBeenCalledTimes(1);
    expect(asked).toHaveBeenCalledWith('vm-1', {
      signal: expect.any(AbortSignal),
    });
  });

  it.each(['fra/vm-99', 'ams/vm-1', 'fra/vm-template-fra1'])(
    'are not asked for of %s, which the inventory does not show',
    async ref => {
      const { user } = await start();
      const { status, body } = await user.get(`machines/${ref}/details`);
      expect(status).toBe(404);
      expect(body.error.name).toBe('NotFoundError');
      expect(asked).not.toHaveBeenCalled();
    },
  );

  it('are not told to who may not see the machine', async () => {
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
      details: asked,
      features: [permissions.factory],
    });
    // The first three machines are in fra1, fra1 and ams1.
    expect((await user.get('machines/fra/vm-1/details')).status).toBe(404);
    expect(asked).not.toHaveBeenCalled();
    expect((await user.get('machines/fra/vm-3/details')).status).toBe(200);
  });

  it('are told to nobody who may see nothing', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [{ result: AuthorizeResult.DENY }],
    });
    const { user } = await start({
      details: asked,
      features: [permissions.factory],
    });
    expect((await user.get('machines/fra/vm-1/details')).status).toBe(403);
  });

  it('are 501 where the source cannot be asked', async () => {
    const { user } = await start({});
    const { status, body } = await user.get('machines/fra/vm-1/details');
    expect(status).toBe(501);
    expect(body.error.message).toMatch(/Source 'fra' shows no disks/);
  });

  it('are 503 with the words of the source when it does not answer', async () => {
    const { user } = await start({
      details: async () => {
        throw new ServiceUnavailableError(
          "vCenter 'fra' did not answer. Check that it is reachable.",
        );
      },
    });
    const { status, body } = await user.get('machines/fra/vm-1/details');
    expect(status).toBe(503);
    expect(body.error.message).toContain('Check that it is reachable');
  });
});
