import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { InventoryTreeNode } from '@backlot/plugin-vm-inventory-common';
import {
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  exampleMachine,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { vmInventoryObjectReadPermission } from '@backlot/plugin-vm-inventory-common';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';

describe('the tree’s routes', () => {
  const startWith = useInventory();
  let provider: MemoryInventoryProvider;

  beforeEach(() => {
    provider = new MemoryInventoryProvider({
      source,
      title: 'Frankfurt',
      objects: exampleInventory(source),
    });
  });

  const start = (options?: Parameters<typeof startWith>[1]) =>
    startWith(provider, options);

  const lines = (items: InventoryTreeNode[]) =>
    items.map(
      ({ kind, name, machines, hasChildren }) =>
        `${kind} ${name} ${machines}${hasChildren ? ' +' : ''}`,
    );

  it('answer level by level, with how fresh it is', async () => {
    const { user } = await start();

    const sources = await user.get('tree?view=hosts');
    expect(sources.status).toBe(200);
    expect(sources.body).toMatchObject({
      items: [{ kind: 'source', source, id: source, name: 'Frankfurt' }],
      freshness: { sources: [{ source, state: 'live' }] },
    });
    expect(lines(sources.body.items)).toEqual(['source Frankfurt 6 +']);

    const datacenters = await user.get('tree?view=hosts&parent=source:fra');
    expect(lines(datacenters.body.items)).toEqual([
      'datacenter ams1 2 +',
      'datacenter fra1 4 +',
    ]);

    const clusters = await user.get(
      'tree?view=hosts&parent=datacenter:fra/datacenter-fra1&limit=1',
    );
    expect(lines(clusters.body.items)).toEqual(['cluster fra1-dev-01 2 +']);
    const second = await user.get(
      `tree?view=hosts&parent=datacenter:fra/datacenter-fra1&limit=1&cursor=${clusters.body.nextCursor}`,
    );
    expect(lines(second.body.items)).toEqual(['cluster fra1-prod-01 2 +']);
    expect(second.body.nextCursor).toBeUndefined();

    const machines = await user.get(
      'tree?view=folders&parent=folder:fra/group-fra1-v',
    );
    expect(lines(machines.body.items)).toEqual([
      'machine web1 1',
      'machine web2 1',
      'machine web4 1',
      'machine web5 1',
    ]);
    expect(machines.body.items[3].power).toBe('off');
  });

  it('answer the way to a node', async () => {
    const { user } = await start();
    const path = await user.get('tree/path?view=hosts&of=machine:fra/vm-1');

    expect(lines(path.body.items)).toEqual([
      'source Frankfurt 6 +',
      'datacenter fra1 4 +',
      'cluster fra1-dev-01 2 +',
      'host fra1-dev-01-esx-1 2 +',
      'machine web1 1',
    ]);
    expect(
      (await user.get('tree/path?view=hosts&of=source:fra')).body.items,
    ).toHaveLength(1);
  });

  it('narrow lists to what is below a node', async () => {
    const { user } = await start();
    const below = async (path: string) =>
      (await user.get(`${path}&limit=1000`)).body.total;

    expect(await below('machines?below=source:fra')).toBe(6);
    expect(await below('machines?below=datacenter:fra/datacenter-ams1')).toBe(
      2,
    );
    expect(
      await below('machines?below=folder:fra/group-fra1-v&power=off'),
    ).toBe(1);
    expect(await below('hosts?below=cluster:fra/domain-fra1-dev-01')).toBe(2);
    expect(
      await below(
        'machines?below=cluster:fra/domain-fra1-dev-01&cluster=domain-ams1-dev-01',
      ),
    ).toBe(0);
    expect((await user.get('machines?below=cluster:fra/x')).status).toBe(404);
    expect((await user.get('machines?below=x')).status).toBe(400);
  });

  it.each([
    ['tree', 400, /view/],
    ['tree?view=hosts&parent=x', 400, /'x' does not name a node/],
    ['tree?view=hosts&parent=source:ams', 404, /no source 'ams'/],
    ['tree?view=hosts&parent=cluster:fra/x', 404, /no cluster 'x'/],
    ['tree?view=hosts&limit=1001', 400, /limit/],
    ['tree?view=hosts&colour=red', 400, /colour/],
    [
      'tree?view=hosts&parent=source:fra&cursor=WyI5IiwiIiwiIl0',
      400,
      /not one of this level/,
    ],
  ])('refuse %s with %p', async (path, status, message) => {
    const { user } = await start();
    const answer = await user.get(path);

    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(message);
  });

  it('answer 304 until something in the tree changes', async () => {
    const { user } = await start();
    const first = await user.get('tree?view=hosts');
    const again = () =>
      user.get('tree?view=hosts').set('If-None-Match', first.headers.etag);

    expect((await again()).status).toBe(304);
    await provider.announce({
      type: 'set',
      object: exampleMachine(source, 99),
    });
    expect((await again()).body.items[0].machines).toBe(7);
  });

  it('show only what may be seen', async () => {
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
    const { user } = await start({ features: [permissions.factory] });

    expect(lines((await user.get('tree?view=hosts')).body.items)).toEqual([
      'source Frankfurt 4 +',
    ]);
    const hidden = 'cluster:fra/domain-ams1-dev-01';
    for (const path of [
      `tree?view=hosts&parent=${hidden}`,
      `tree/path?view=hosts&of=${hidden}`,
      `machines?below=${hidden}`,
      `machines/export?format=csv&below=${hidden}`,
    ]) {
      expect((await user.get(path)).status).toBe(404);
    }
  });
});
