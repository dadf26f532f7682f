import { Folder } from '@backlot/plugin-vm-inventory-common';
import {
  exampleInventory,
  exampleMachine,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';
const datacenter = 'datacenter-fra1';

const folder = (id: string, parent?: string): Folder => ({
  kind: 'folder',
  source,
  id,
  name: id,
  path: id,
  datacenter,
  holds: 'machines',
  ...(parent && { parent }),
});

describe('the routes of lists', () => {
  const startWith = useInventory();

  const start = async () => {
    const provider = new MemoryInventoryProvider({
      source,
      title: 'Frankfurt',
      objects: [
        ...exampleInventory(source),
        folder('teams'),
        folder('payments'),
        { ...exampleMachine(source, 7), folder: 'payments' },
      ],
    });
    return { provider, ...(await startWith(provider)) };
  };

  it('answer the same page to who asks again, and another once something in it has changed', async () => {
    const { provider, user } = await start();
    const list = 'machines?search=web&sort=name';
    const first = await user.get(list);
    expect((await user.get(list)).body.items).toEqual(first.body.items);

    const before = first.body.items[0];
    await provider.announce({
      type: 'set',
      object: { ...before, name: 'web1-renamed' },
    });

    const after = await user.get(list);
    expect(after.body.items[0].name).toBe('web1-renamed');
    expect(after.body.freshness.version).toBeGreaterThan(
      first.body.freshness.version,
    );
    expect(after.header.etag).not.toBe(first.header.etag);
  });

  it('tell how machines are reached, in lists, tree and exports', async () => {
    const { provider, user } = await start();
    const [host] = (await user.get('hosts?limit=1')).body.items;
    await provider.announce(
      { type: 'set', object: { ...host, connection: 'not-responding' } },
      {
        type: 'set',
        object: { ...exampleMachine(source, 7), connection: 'inaccessible' },
      },
    );

    const found = await user.get('machines?connection=inaccessible');
    expect(found.body.items).toMatchObject([
      { name: 'web7', power: 'on', connection: 'inaccessible' },
    ]);
    const path = await user.get(`tree/path?view=hosts&of=machine:fra/vm-7`);
    expect(path.body.items.at(-1)).toMatchObject({
      kind: 'machine',
      connection: 'inaccessible',
    });
    const level = await user.get(`tree/path?view=hosts&of=host:fra/${host.id}`);
    expect(level.body.items.at(-1)).toMatchObject({
      kind: 'host',
      connection: 'not-responding',
    });
    const file = await user.get(
      'machines/export?format=csv&connection=inaccessible',
    );
    expect(file.text).toContain(',on,inaccessible,');
  });

  it('answer anew what is below a folder once another folder has come into it', async () => {
    const { provider, user } = await start();
    const list = 'machines?below=folder:fra/teams';
    const first = await user.get(list);
    expect(first.body.total).toBe(0);
    const again = () => user.get(list).set('If-None-Match', first.header.etag);
    expect((await again()).status).toBe(304);

    await provider.announce({
      type: 'set',
      object: folder('payments', 'teams'),
    });

    const after = await again();
    expect(after.status).toBe(200);
    expect(after.body.total).toBe(1);
  });
});
