import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { vmInventoryObjectReadPermission } from '@backlot/plugin-vm-inventory-common';
import {
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { once } from 'node:events';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';

describe('an export', () => {
  const startWith = useInventory();

  async function start({
    machines = 6,
    ...options
  }: { machines?: number } & Parameters<typeof startWith>[1] = {}) {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source, { machines }),
    });
    return startWith(provider, options);
  }

  it('is a table with names beside ids, as a file of the day', async () => {
    const { user } = await start();
    const { status, headers, text } = await user.get(
      'machines/export?format=csv&cluster=domain-fra1-dev-01&sort=-name',
    );

    expect(status).toBe(200);
    expect(headers['content-type']).toBe(
      'text/csv; charset=utf-8; header=present',
    );
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="machines-\d{4}-\d\d-\d\d\.csv"$/,
    );
    expect(text.split('\r\n')).toEqual([
      'source,id,name,datacenter,datacenterName,uuid,instanceUuid,power,connection,cpus,memoryMib,guestId,ipAddress,host,hostName,cluster,clusterName,resourcePool,resourcePoolName,folder,folderName,datastores,datastoreNames,networks,networkNames,provisionedBytes,annotation',
      expect.stringMatching(
        /^fra,vm-4,web4,datacenter-fra1,fra1,.*,10\.20\.0\.4,host-fra1-dev-01-1,fra1-dev-01-esx-1,domain-fra1-dev-01,fra1-dev-01,/,
      ),
      expect.stringMatching(/^fra,vm-1,web1,/),
      '',
    ]);
  });

  it('has all of more than a thousand, as the list has them', async () => {
    const { user } = await start({ machines: 2500 });
    const query = 'search=web&power=on&sort=-memoryMib';
    const { headers, body } = await user.get(
      `machines/export?format=json&${query}`,
    );
    const first = await user.get(`machines?${query}&limit=1000`);
    const last = await user.get(`machines?${query}&limit=1000&offset=1000`);

    expect(headers['content-disposition']).toMatch(/\.json"$/);
    expect(headers['cache-control']).toBe('private, no-store');
    expect(body).toEqual([...first.body.items, ...last.body.items]);
    expect(body).toHaveLength(2000);
  });

  it('is an empty list where nothing is found', async () => {
    const { user } = await start();
    const none = await user.get('machines/export?format=json&name=none');
    expect(none.body).toEqual([]);
  });

  it.each([
    ['machines/export', /format/],
    ['machines/export?format=xlsx', /format/],
    ['machines/export?format=csv&limit=5', /no field 'limit'/],
    ['machines/export?format=csv&colour=red', /no field 'colour'/],
  ])('refuses %s', async (path, message) => {
    const { user } = await start();
    const { status, body } = await user.get(path);

    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('has only what may be seen, and the auditor knows of it', async () => {
    const auditor = mockServices.auditor.mock();
    const success = jest.fn();
    auditor.createEvent.mockResolvedValue({ success, fail: jest.fn() });
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [
        createInventoryObjectConditionalDecision(
          vmInventoryObjectReadPermission,
          inventoryObjectConditions.isInDatacenter({
            source,
            datacenters: ['datacenter-fra1'],
          }),
        ),
      ],
    });
    const { user } = await start({
      features: [permissions.factory, auditor.factory],
    });

    expect((await user.get('machines/export?format=json')).body).toHaveLength(
      4,
    );
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'inventory-export',
        meta: { kind: 'machine' },
      }),
    );
    expect(success.mock.calls).toEqual([[{ meta: { format: 'json' } }]]);
  });

  it('is refused to who may see nothing', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [{ result: AuthorizeResult.DENY }],
    });
    const { user } = await start({ features: [permissions.factory] });

    expect((await user.get('machines/export?format=csv')).status).toBe(403);
  });

  it('waits for who reads slowly, and ends when they leave', async () => {
    const auditor = mockServices.auditor.mock();
    const ended = new Promise<void>(resolve => {
      auditor.createEvent.mockResolvedValue({
        success: async () => resolve(),
        fail: async () => resolve(),
      });
    });
    const { server } = await start({
      machines: 20_000,
      features: [auditor.factory],
    });
    const { port } = server.address() as AddressInfo;
    const request = http.get({
      port,
      path: '/api/vm-inventory/v1/machines/export?format=json',
      headers: { authorization: mockCredentials.user.header() },
    });
    const [response] = await once(request, 'response');
    await once(response, 'readable');
    response.read(1);
    request.destroy();

    await ended;
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
  });
});
