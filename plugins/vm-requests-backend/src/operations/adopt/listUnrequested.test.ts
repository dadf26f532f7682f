import { mockCredentials } from '@backstage/backend-test-utils';
import { InventoryQuery } from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { payments } from '../../__testUtils__/company';
import { useDatabase } from '../../__testUtils__/useDatabase';
import { standingMachine } from '../../__testUtils__/standingMachine';
import { World } from '../../__testUtils__/World';
import { listUnrequested } from './listUnrequested';

const credentials = mockCredentials.user();

/** An inventory of so many machines in a folder of a cluster; `vm-77` is its first. */
function inventoryOf(count: number) {
  const asked: { kind: string; query: InventoryQuery }[] = [];
  const machines = Array.from({ length: count }, (_, index) => ({
    kind: 'machine' as const,
    source: 'lab',
    id: `vm-${77 + index}`,
    instanceUuid: `5023-${77 + index}`,
    name: `old${index}`,
    power: 'on' as const,
    guestId: 'rhel9_64Guest',
    cluster: 'domain-c1',
    folder: 'group-v1',
    datastores: [],
    networks: [],
  }));
  const named: Record<string, object[]> = {
    cluster: [{ source: 'lab', id: 'domain-c1', name: 'fra1-dev-01' }],
    folder: [{ source: 'lab', id: 'group-v1', path: 'old/payments' }],
  };
  const list = (async (kind: string, query: InventoryQuery) => {
    asked.push({ kind, query });
    const freshness = {
      version: 1,
      sources: [
        { source: 'lab', state: 'live' },
        { source: 'ams', state: 'stale' },
      ],
    };
    if (kind !== 'machine') {
      return { items: named[kind], total: 1, freshness };
    }
    const from = Number(query.cursor ?? 0);
    const to = from + query.limit!;
    return {
      items: machines.slice(from, to),
      total: count,
      nextCursor: to < count ? String(to) : undefined,
      freshness,
    };
  }) as unknown as VmInventoryService['list'];
  return { inventory: { list }, asked };
}

describe('the list of machines that nobody requested', () => {
  const database = useDatabase();

  /** A ledger that is about to adopt vm-77. */
  async function adopting(): Promise<World> {
    const world = new World(database());
    const standing = standingMachine();
    world.peers.standing.push(standing);
    world.peers.machines.push(standing.machine);
    await world.adopt(world.peers.addTask('adopt-1'), {
      machine: 'vm-77',
      owner: payments,
    });
    expect(await world.request()).toMatchObject({ state: 'planned' });
    return world;
  }

  it('has what the ledger neither has nor is about to have, with where it is', async () => {
    const { store } = (await adopting()).truth;
    const { inventory } = inventoryOf(3);
    const page = await listUnrequested(
      { inventory, store },
      { limit: 10 },
      credentials,
    );
    expect(page).toEqual({
      items: ['vm-78', 'vm-79'].map(id =>
        expect.objectContaining({
          source: 'lab',
          id,
          cluster: 'fra1-dev-01',
          folder: 'old/payments',
        }),
      ),
      nextCursor: undefined,
      stale: ['ams'],
    });
  });

  it('goes by what a machine keeps when it is registered anew, and not by an id that another got', async () => {
    const { store } = (await adopting()).truth;
    const machine = { source: 'lab', id: 'vm-77', instanceUuid: '5023-77' };
    const anew = { ...machine, id: 'vm-900', instanceUuid: '5023-77' };
    const other = { ...machine, instanceUuid: '5023-other' };
    const elsewhere = { ...machine, source: 'ams' };
    expect(await store.listHeld([machine, anew, other, elsewhere])).toEqual(
      new Set([machine, anew]),
    );
  });

  it('fills a page from as many of the inventory as it takes', async () => {
    const { store } = (await adopting()).truth;
    const { inventory, asked } = inventoryOf(5);
    const first = await listUnrequested(
      { inventory, store },
      { limit: 2 },
      credentials,
    );
    expect(first.items.map(({ id }) => id)).toEqual([
      'vm-78',
      'vm-79',
      'vm-80',
    ]);
    const last = await listUnrequested(
      { inventory, store },
      { limit: 2, cursor: first.nextCursor },
      credentials,
    );
    expect(last).toMatchObject({ items: [{ id: 'vm-81' }] });
    expect(last.nextCursor).toBeUndefined();
    expect(asked.filter(({ kind }) => kind === 'machine')).toHaveLength(3);
  });

  it('has the inventory filter', async () => {
    const { store } = new World(database()).truth;
    const { inventory, asked } = inventoryOf(0);
    await listUnrequested(
      { inventory, store },
      {
        source: 'lab',
        folder: 'group-v1',
        cluster: 'domain-c1',
        guestId: 'rhel9_64Guest',
        search: 'old',
        limit: 10,
      },
      credentials,
    );
    expect(asked[0]).toEqual({
      kind: 'machine',
      query: {
        filter: {
          source: 'lab',
          cluster: 'domain-c1',
          guestId: 'rhel9_64Guest',
        },
        below: 'folder:lab/group-v1',
        search: 'old',
        sort: 'name',
        limit: 10,
      },
    });
  });
});
