import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  CatalogReport,
  vmInventorySourceReadPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import { MemoryInventoryProvider } from '@backlot/plugin-vm-inventory-node/testUtils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const report: CatalogReport = {
  machines: 299,
  leftOut: 1,
  items: [
    {
      source: 'fra',
      id: 'vm-7',
      name: 'web 7',
      reason: 'It has no instance UUID',
    },
  ],
};

describe('the report of the catalog', () => {
  const startWith = useInventory();
  const start = (options?: Parameters<typeof startWith>[1]) =>
    startWith(new MemoryInventoryProvider({ source: 'fra' }), options);

  it('is what was reported last, with when', async () => {
    const { user, service } = await start();
    expect((await user.get('catalog')).body).toEqual({});

    await service.put('catalog', { machines: 1, leftOut: 0, items: [] });
    expect((await service.put('catalog', report)).status).toBe(204);
    expect((await user.get('catalog')).body).toEqual({
      report: {
        ...report,
        at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      },
    });
  });

  it('is taken from backend plugins only, and only in its form', async () => {
    const { user, service } = await start();
    expect((await user.put('catalog', report)).status).toBe(403);
    const { status, body } = await service.put('catalog', {
      ...report,
      machines: -1,
    });
    expect(status).toBe(400);
    expect(body.error.message).toMatch(/machines/);
    expect((await user.get('catalog')).body).toEqual({});
  });

  it.each([
    [vmInventorySourceReadPermission, 403, undefined],
    [
      vmInventorySourceTestPermission,
      200,
      { ...report, items: [], at: expect.any(String) },
    ],
  ])(
    'goes by permissions: who may not %j is answered %d',
    async (denied, expected, shown) => {
      const permissions = mockServices.permissions.mock({
        authorize: async queries =>
          queries.map(({ permission }) => ({
            result:
              permission.name === denied.name
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
      });
      const { user, service } = await start({
        features: [permissions.factory],
      });
      await service.put('catalog', report);
      const { status, body } = await user.get('catalog');
      expect(status).toBe(expected);
      expect(body.report).toEqual(shown);
    },
  );
});
