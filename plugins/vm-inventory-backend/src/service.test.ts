import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { MachineOperation } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryService,
  waitForMachineOperation,
  vmInventoryServiceRef,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  exampleMachine,
  exampleMachineDetails,
  MemoryInventoryProvider,
  MemoryOperations,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { startInventory } from './__testUtils__/startInventory';

jest.setTimeout(60_000);

const GIB = 1024 ** 3;
const source = 'fra';

describe('vmInventoryServiceRef', () => {
  const operations = new MemoryOperations();
  const provider = new MemoryInventoryProvider({
    operations,
    source,
    objects: exampleInventory(source),
    details: async () => exampleMachineDetails(),
    macAddresses: async ({ id }) => ({
      asOf: '2026-11-21T12:00:00.000Z',
      macAddresses: id === 'dvportgroup-fra1' ? ['00:50:56:12:34:56'] : [],
    }),
  });
  const credentials = mockCredentials.service();
  let inventory: VmInventoryService;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const started = await startInventory({
      providers: [provider],
      features: [
        createBackendPlugin({
          pluginId: 'reader',
          register: reg =>
            reg.registerInit({
              deps: {
                service: vmInventoryServiceRef,
                logger: coreServices.logger,
              },
              init: async ({ service }) => {
                inventory = service;
              },
            }),
        }),
      ],
    });
    stop = started.stop;
    await provider.live();
  });

  afterAll(async () => {
    await stop();
  });

  it('powers machines and takes snapshots of them, once for each id', async () => {
    const ref = { source, id: 'vm-1' };
    const call = { credentials };
    const id = (last: number) => `01JDZZZZZZZZZZZZZZZZZZZZZ${last}`;
    const done = async (begun: Promise<MachineOperation>) =>
      waitForMachineOperation(inventory, await begun, call);

    const off = { operation: 'power-off', id: id(1) } as const;
    await done(inventory.changePower(ref, off, call));
    await done(inventory.changePower(ref, off, call));
    const taken = await done(
      inventory.takeSnapshot(ref, { name: 'before', id: id(2) }, call),
    );
    expect(await inventory.listSnapshots(ref, call)).toMatchObject([
      { id: taken.snapshot, name: 'before', current: true },
    ]);
    const snapshot = taken.snapshot!;
    await done(inventory.revertToSnapshot(ref, { snapshot, id: id(3) }, call));
    const gone = await done(
      inventory.deleteSnapshot(ref, { snapshot, id: id(4) }, call),
    );

    expect(gone).toMatchObject({ outcome: 'done', snapshotName: 'before' });
    expect(operations.done).toEqual([
      'vm-1 power-off',
      `vm-1 take ${snapshot}`,
      `vm-1 revert ${snapshot}`,
      `vm-1 delete ${snapshot}`,
    ]);
  });

  it('lists page by page', async () => {
    const query = {
      filter: { cluster: ['domain-fra1-dev-01', 'domain-ams1-dev-01'] },
      search: 'web',
      sort: '-name',
      limit: 3,
    };
    const first = await inventory.list('machine', query, { credentials });
    expect(first.items.map(({ name }) => name)).toEqual([
      'web6',
      'web4',
      'web3',
    ]);
    expect(first.total).toBe(4);
    expect(first.freshness.sources[0].state).toBe('live');
    const second = await inventory.list(
      'machine',
      { ...query, cursor: first.nextCursor },
      { credentials },
    );
    expect(second.items.map(({ name }) => name)).toEqual(['web1']);
  });

  it('says when nothing has changed', async () => {
    const { etag } = await inventory.list('machine', {}, { credentials });
    const again = () => inventory.list('machine', {}, { credentials, etag });

    await expect(again()).rejects.toThrow(
      expect.objectContaining({ name: 'NotModifiedError' }),
    );
    await provider.announce({ type: 'set', object: exampleMachine(source, 7) });
    expect((await again()).total).toBe(7);
  });

  it('tells what has changed since, and waits for it', async () => {
    const begin = await inventory.changes({}, { credentials });
    expect(begin).toMatchObject({ items: [], reset: true, more: false });
    const nothing = await inventory.changes(
      { cursor: begin.cursor },
      { credentials },
    );
    expect(nothing).toMatchObject({ items: [], reset: false });

    const waiting = inventory.changes(
      { cursor: begin.cursor, kinds: ['machine'], waitSeconds: 20 },
      { credentials },
    );
    await provider.announce({ type: 'set', object: exampleMachine(source, 8) });
    const { items, cursor } = await waiting;
    expect(items).toEqual([{ type: 'set', object: exampleMachine(source, 8) }]);

    const { id } = exampleMachine(source, 8);
    await provider.announce({ type: 'delete', kind: 'machine', id });
    expect(
      (await inventory.changes({ cursor, limit: 1 }, { credentials })).items,
    ).toEqual([{ type: 'delete', kind: 'machine', source, id }]);
    await expect(
      inventory.changes({ cursor: 'x' }, { credentials }),
    ).rejects.toThrow(/does not come from \/v1\/changes/);
  });

  it('gets one object, or a NotFoundError', async () => {
    expect(
      await inventory.get(
        'cluster',
        { source, id: 'domain-fra1-dev-01' },
        {
          credentials,
        },
      ),
    ).toMatchObject({ name: 'fra1-dev-01', usableHosts: 2 });
    await expect(
      inventory.get('cluster', { source, id: 'a/b?c' }, { credentials }),
    ).rejects.toThrow(
      expect.objectContaining({
        name: 'NotFoundError',
        message: expect.stringContaining(`no cluster 'a/b?c'`),
      }),
    );
  });

  it('asks the source for what the inventory does not hold', async () => {
    const machine = { source, id: 'vm-1' };
    expect(await inventory.machineDetails(machine, { credentials })).toEqual(
      exampleMachineDetails(),
    );
    const network = { source, id: 'dvportgroup-fra1' };
    expect(await inventory.listMacAddresses(network, { credentials })).toEqual({
      asOf: '2026-11-21T12:00:00.000Z',
      macAddresses: ['00:50:56:12:34:56'],
    });
    await expect(
      inventory.listMacAddresses({ source, id: 'x' }, { credentials }),
    ).rejects.toThrow(expect.objectContaining({ name: 'NotFoundError' }));
  });

  it('keeps places and ends them', async () => {
    const request = {
      source,
      network: 'dvportgroup-fra1',
      template: 'vm-template-fra1',
      cpus: 2,
      memoryMib: 4096,
      diskBytes: 40 * GIB,
      reservation: { id: 'r/1', ttlSeconds: 600 },
    };
    const placement = await inventory.place(request, { credentials });
    expect(placement.datacenter.name).toBe('fra1');
    expect(placement.reservation?.id).toBe('r/1');
    expect(
      await inventory.listReservations({ source }, { credentials }),
    ).toMatchObject([{ id: 'r/1', cluster: placement.cluster.id }]);
    await inventory.endReservation('r/1', { credentials });
    await inventory.endReservation('r/1', { credentials });
    expect(await inventory.listReservations({}, { credentials })).toEqual([]);

    await expect(
      inventory.place({ ...request, network: 'x' }, { credentials }),
    ).rejects.toThrow(expect.objectContaining({ name: 'InputError' }));
    await expect(
      inventory.place({ ...request, memoryMib: 900 * 1024 }, { credentials }),
    ).rejects.toThrow(expect.objectContaining({ name: 'ConflictError' }));
    await expect(
      inventory.place(request, { credentials: mockCredentials.none() }),
    ).rejects.toThrow();
  });

  it('keeps room for a machine that grows', async () => {
    const machine = { source, id: 'vm-1' };
    const growth = { cpus: 2, memoryMib: 4096, diskBytes: 40 * GIB };
    const looked = await inventory.reserveGrowth(machine, growth, {
      credentials,
    });
    expect(looked.reasons.map(({ fits }) => fits)).toEqual([true, true]);
    expect(looked.reservation).toBeUndefined();

    const reservation = { id: 'g/1', ttlSeconds: 600 };
    for (const cpus of [4, 2]) {
      const kept = await inventory.reserveGrowth(
        machine,
        { ...growth, cpus, reservation },
        { credentials },
      );
      expect(kept).toMatchObject({
        cluster: { id: 'domain-fra1-dev-01' },
        datastore: { id: 'datastore-fra1-dev-01' },
        reservation: { id: 'g/1' },
      });
    }
    expect(await inventory.listReservations({}, { credentials })).toMatchObject(
      [{ id: 'g/1', ...growth, cluster: 'domain-fra1-dev-01' }],
    );
    await inventory.endReservation('g/1', { credentials });

    for (const [changed, name] of [
      [{ memoryMib: 900 * 1024 }, 'ConflictError'],
      [{ datastore: 'x' }, 'InputError'],
    ] as const) {
      await expect(
        inventory.reserveGrowth(
          machine,
          { ...growth, ...changed, reservation },
          { credentials },
        ),
      ).rejects.toThrow(expect.objectContaining({ name }));
    }
    await expect(
      inventory.reserveGrowth({ source, id: 'vm/x' }, growth, { credentials }),
    ).rejects.toThrow(expect.objectContaining({ name: 'NotFoundError' }));
    expect(await inventory.listReservations({}, { credentials })).toEqual([]);
  });

  it('ends with its signal', async () => {
    const signal = AbortSignal.abort(new Error('task cancelled'));

    await expect(
      inventory.list('machine', {}, { credentials, signal }),
    ).rejects.toThrow('task cancelled');
  });
});
