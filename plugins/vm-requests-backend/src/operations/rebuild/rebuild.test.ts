import {
  anna,
  approvers,
  blueprint,
  machineSpec,
  payments,
  priya,
} from '../../__testUtils__/company';
import { templateOf } from '../../__testUtils__/MemoryPeers';
import { useDatabase } from '../../__testUtils__/useDatabase';
import { World } from '../../__testUtils__/World';
import { StoredRequest } from '../../database/StoredRequest';
import { decide } from '../../ledger/decide';
import { steer } from '../../ledger/steer';
import { previewOperation } from '../openOperation';
import { readVariables } from '../variables';

jest.setTimeout(120_000);

const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const annaHerself = { ref: anna, ownership: [anna, payments] };

const asks = (name = 'web01') => ({ operation: 'rebuild', input: { name } });

describe('rebuilding', () => {
  const database = useDatabase();

  async function approve(world: World): Promise<void> {
    const request = (await world.request())!;
    await decide(world.truth, request.id, priyaHerself, {
      what: 'approve',
      digest: request.plan!.digest,
    });
  }

  /** A machine that runs, and the request that made it; a newer template has come since. */
  async function withMachine(
    world: World,
    spec: Parameters<typeof machineSpec>[0] = {},
  ): Promise<StoredRequest> {
    await world.prepare(world.peers.addTask('prepare-1'), machineSpec(spec));
    await approve(world);
    await world.settle(1);
    world.peers.templates.push(
      templateOf('rhel9-2026.12', '4212'),
      templateOf('rhel9-2026.9', '4209'),
    );
    return (await world.request())!;
  }

  async function preview(world: World, made: StoredRequest, name = 'web01') {
    return previewOperation(
      world.truth,
      await world.truth.store.getMachine(made.machineId),
      { kind: 'rebuild', input: { name }, ownership: annaHerself.ownership },
    );
  }

  it('makes the machine again from the newest template, with its name and address', async () => {
    const world = new World(database());
    const { peers } = world;
    const made = await withMachine(world);
    await world.operate(peers.addTask('again-1'), made, asks());
    const planned = (await world.request())!;
    expect(planned).toMatchObject({
      kind: 'rebuild',
      state: 'planned',
      plan: { summary: { add: 2, change: 0, destroy: 2 } },
      placement: { template: { name: 'rhel9-2026.12', uuid: '4212' } },
      spec: { template: 'rhel9-2026.12' },
    });
    expect(readVariables(planned.files)?.values).toMatchObject({
      rebuild: 1,
      placement: { template_uuid: '4212', template: 'rhel9-2026.12' },
    });
    expect(peers.machines).toMatchObject([{ id: 'vm-1' }]);

    await approve(world);
    await world.settle(1);
    expect(await world.request()).toMatchObject({
      state: 'done',
      machine: { id: 'vm-2', instanceUuid: 'uuid-2' },
      guest: { state: 'reported' },
    });
    expect(peers.machines).toMatchObject([{ id: 'vm-2', name: 'web01' }]);
    expect([...peers.addressesByKey.values()]).toEqual(['active']);
    expect([...peers.records]).toEqual([
      ['web01', made.interfaces!.map(({ macAddress }) => macAddress)],
    ]);
    expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
      lifecycle: 'active',
      generation: 2,
      madeBy: made.id,
      shapedBy: planned.id,
    });

    // The next one goes on from this one.
    await world.operate(peers.addTask('again-2'), made, asks());
    const next = (await world.request())!;
    expect(readVariables(next.files)?.values.rebuild).toBe(2);
    await approve(world);
    await world.settle(1);
    expect(peers.machines).toMatchObject([{ id: 'vm-3' }]);
  });

  it('says before it is asked for what is lost and what stays', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const { does, interrupts, problems } = await preview(world, made);
    expect(problems).toEqual([]);
    expect(does).toEqual([
      'The machine is destroyed and made again from template rhel9-2026.12; it was made from rhel9-2026.11.',
      'Everything on its disks is lost, its snapshots too. Nothing brings that back but a backup.',
      'It keeps its name, its address 10.20.210.17, its MAC address, its size and its place.',
    ]);
    expect(interrupts).toContain('away for some minutes');
    world.peers.templates.splice(1, 1);
    expect((await preview(world, made)).does[0]).toBe(
      'The machine is destroyed and made again from template rhel9-2026.11, which it was made from.',
    );
  });

  it('makes it again where it was moved to, and keeps the size of a disk that has grown', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { disks: [{ label: 'disk0', sizeGib: 60 }], cpus: 4 },
    });
    await approve(world);
    await world.settle(1);
    world.peers.place = {
      datastores: [{ id: 'ds-2', name: 'second' }],
      cluster: { id: 'c-2', name: 'fra1-dev-02' },
      resourcePool: { id: 'pool-2', name: 'Resources' },
      folder: { id: 'f-2', path: 'backlot/moved' },
    };
    const { files } = await world.opening(
      world.peers.addTask('again-1'),
      made,
      asks(),
    );
    expect(readVariables(files)?.values).toMatchObject({
      hardware: { cpus: 4, disks: [{ size_gib: 60 }] },
      placement: {
        datastore_id: 'ds-2',
        datastore: 'second',
        cluster_id: 'c-2',
        resource_pool_id: 'pool-2',
        folder: 'backlot/moved',
      },
    });
    expect(await world.request()).toMatchObject({
      placement: {
        datastore: { name: 'second' },
        cluster: { name: 'fra1-dev-02' },
      },
    });
  });

  it.each<[string, (world: World) => void, RegExp]>([
    [
      'somebody attached a disk',
      ({ peers }) => peers.shownDisks.set('vm-1', 2),
      /shows 2 disks of web01.*Detach the others/,
    ],
    [
      'no template fits',
      ({ peers }) => {
        peers.templates = [
          templateOf('rhel9-2027.05', '1', { disksGib: [80] }),
          templateOf('rhel9-2027.04', '2', { disksGib: [10, 10] }),
          templateOf('rhel9-2027.03', '3', { firmware: 'bios' }),
          templateOf('rhel9-2027.02', '4', { problems: ['It has NVMe.'] }),
          templateOf('rhel9-2027.01', '5', { guestId: undefined }),
        ];
      },
      /No template fits.*disk of 80 GiB.*2 disks.*firmware.*NVMe.*not known/,
    ],
    [
      'policy allows none that there is',
      ({ peers }) => {
        peers.templates = [
          templateOf('ubuntu-2026.12', '6'),
          templateOf('rhel9-hardened-2026.12', '7'),
        ];
      },
      /no template rhel9… that policy allows \(rhel9-\*\)/,
    ],
    [
      'it is on several datastores',
      ({ peers }) => {
        peers.place = {
          datastores: ['a', 'b'].map(id => ({ id, name: id })),
        };
      },
      /several datastores \(a, b\)/,
    ],
    [
      'somebody deleted the machine',
      ({ peers }) => {
        peers.machines.splice(0);
      },
      /somebody deleted it/,
    ],
  ])('is refused in words where %s', async (_, happen, words) => {
    const world = new World(database());
    const made = await withMachine(world);
    happen(world);
    expect((await preview(world, made)).problems.join(' ')).toMatch(words);
    await expect(
      world.opening(world.peers.addTask('again-1'), made, asks()),
    ).rejects.toThrow(words);
  });

  it('is refused where its blueprint takes no such template, or was withdrawn', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    world.truth.settings.blueprints = {
      'rhel9-vm': { ...blueprint, templates: { guestIds: ['rhel10*'] } },
    };
    expect((await preview(world, made)).problems.join(' ')).toMatch(
      /no template rhel9….*fits the machine's blueprint \(operating system rhel10\*\)/,
    );
    world.truth.settings.blueprints = {};
    expect((await preview(world, made)).problems.join(' ')).toMatch(
      /no longer has the blueprint rhel9-vm of web01.*Decommission it, and request another/,
    );
  });

  it('is refused for a machine with data disks, asked for or added later', async () => {
    const world = new World(database());
    const made = await withMachine(world, { extraDisks: [{ sizeGib: 20 }] });
    expect((await preview(world, made)).problems.join(' ')).toMatch(
      /has data disks \(disk1\), and a rebuild would destroy them/,
    );
    world.peers.templates = [
      templateOf('rhel9-2026.12', '2', { disksGib: [40, 20] }),
    ];
    expect((await preview(world, made)).problems.join(' ')).toMatch(
      /data disks.*the template that it was made from is gone/,
    );
  });

  it('is refused for a machine of a module that cannot make it again, a protected one, and another name', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    expect((await preview(world, made, 'web02')).problems.join(' ')).toMatch(
      /Type the machine's name, web01/,
    );
    const [{ path, content }] = made.files!;
    const { rebuild: _, ...older } = JSON.parse(content);
    await database()('requests').update({
      files: JSON.stringify([{ path, content: JSON.stringify(older) }]),
    });
    expect((await preview(world, made)).problems.join(' ')).toMatch(
      /has no 'rebuild'. Decommission it, and request it again/,
    );
    await database()('machines').update({ protected: true });
    await expect(
      world.opening(world.peers.addTask('again-1'), made, asks()),
    ).rejects.toThrow(/protected from being destroyed/);
  });

  it('is finished by a new plan where the machine was destroyed and could not be made whole', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(world.peers.addTask('again-1'), made, asks());
    world.peers.applyFailsHalfWay = 1;
    await approve(world);
    await world.settle(1);
    const held = (await world.request())!;
    expect(held).toMatchObject({ state: 'applying', phase: 'held' });
    await expect(
      steer(world.truth, held.id, annaHerself, {
        what: 'roll-back',
        reason: 'No',
      }),
    ).rejects.toThrow(/cannot be rolled back/);
    await steer(world.truth, held.id, annaHerself, {
      what: 'replan',
      reason: 'Finish it.',
    });
    await world.settle(1);
    await approve(world);
    await world.settle(1);
    expect(await world.request()).toMatchObject({ state: 'done' });
    expect(world.peers.machines).toMatchObject([{ id: 'vm-3' }]);
    expect([...world.peers.addressesByKey.values()]).toEqual(['active']);
  });
});
