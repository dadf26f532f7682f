import { DEFAULT_BLUEPRINT } from '@backlot/plugin-vm-requests-common';
import {
  anna,
  approvers,
  payments,
  platformTeam,
  priya,
} from '../../__testUtils__/company';
import { standingMachine } from '../../__testUtils__/standingMachine';
import { useDatabase } from '../../__testUtils__/useDatabase';
import { World } from '../../__testUtils__/World';
import { decide } from '../../ledger/decide';
import { steer } from '../../ledger/steer';
import { MachineHooks } from '../../machineHooks/MachineHooks';
import { openAdoption, previewAdoption } from './openAdoption';
import { StandingMachine } from './StandingMachine';

const search = 'group:default/team-search';
const decider = { ref: priya, ownership: [priya, approvers] };
const annaHerself = { ref: anna, ownership: [anna, payments] };

describe('an adoption', () => {
  const database = useDatabase();

  function withMachine(
    changes: Partial<StandingMachine> = {},
    machine: Partial<StandingMachine['machine']> = {},
    options: ConstructorParameters<typeof World>[1] = {},
  ): World {
    const world = new World(database(), options);
    const standing = standingMachine(changes, machine);
    world.peers.standing.push(standing);
    world.peers.machines.push(standing.machine);
    return world;
  }

  const adopt = (world: World, asked = {}) =>
    world.adopt(world.peers.addTask('adopt-1'), { machine: 'vm-77', ...asked });

  const requestOf = async (world: World) => (await world.request())!;

  const machineOf = async (world: World) =>
    world.truth.store.getMachine((await requestOf(world)).machineId);

  async function approve(world: World) {
    const planned = await requestOf(world);
    await decide(world.truth, planned.id, decider, {
      what: 'approve',
      digest: planned.plan!.digest,
    });
    await world.settle(1);
  }

  it('gives a machine an owner, a directory and an address, and leaves it as it is', async () => {
    const world = withMachine();
    await adopt(world);
    const planned = await requestOf(world);
    expect(planned).toMatchObject({
      kind: 'adopt',
      state: 'planned',
      name: 'old01',
      owner: payments,
      approvers: [approvers],
      directory: 'vms/development/old01',
      machine: { source: 'lab', id: 'vm-77', instanceUuid: '5023-77' },
      address: { address: '10.20.210.77' },
      interfaces: [{ name: 'eth0', macAddress: '00:50:56:81:00:77' }],
      terms: { importId: '/fra1/vm/backlot/development/old01' },
    });
    expect(planned.files?.map(({ path }) => path)).toEqual([
      'vms/development/old01/vm.auto.tfvars.json',
      'vms/development/old01/import.tf',
    ]);
    expect(planned.files?.[1].content).toContain(
      'id = "/fra1/vm/backlot/development/old01"',
    );
    expect(await machineOf(world)).toMatchObject({ lifecycle: 'building' });
    expect(world.peers.takenAddresses.size).toBe(0);

    await approve(world);
    expect(await requestOf(world)).toMatchObject({ state: 'done' });
    expect(await machineOf(world)).toMatchObject({
      lifecycle: 'active',
      owner: payments,
      generation: 1,
    });
    expect(world.peers.takenAddresses).toEqual(
      new Map([['10.20.210.77', 'old01.dev.acme.example/eth0/ipv4']]),
    );
    expect(world.peers.records.get('old01')).toEqual(['00:50:56:81:00:77']);
    expect(world.peers.machines).toMatchObject([{ id: 'vm-77', cpus: 2 }]);
    expect(
      await world.truth.store.findMachineHolding({
        source: 'lab',
        id: 'vm-77',
      }),
    ).toMatchObject({ owner: payments });
  });

  describe('of a machine with two cards and IPv6', () => {
    const [card] = standingMachine().cards;
    const cards = [
      { ...card, addresses: ['10.20.210.77', '2001:db8::77', 'fe80::77'] },
      {
        ...card,
        label: 'Network adapter 2',
        macAddress: '00:50:56:81:00:78',
        network: { id: 'network-2', name: 'fra1-dev-db' },
        addresses: ['10.20.220.77', '10.20.220.78'],
      },
    ];
    const fqdn = 'old01.dev.acme.example';

    it('takes over every address, and gives all of them back at the end', async () => {
      const world = withMachine({ cards });
      await adopt(world, { environment: 'networks' });
      expect((await requestOf(world)).terms.change?.does).toEqual([
        expect.any(String),
        expect.any(String),
        `NetBox has its addresses 10.20.210.77 and 2001:db8::77 as ${fqdn}, and 10.20.220.77 of eth1, from then on.`,
        'eth1 has 10.20.220.78, too, which NetBox is not told of: a card has one address of each family here. Record them there, or they may be given to another machine.',
      ]);
      await approve(world);
      const done = await requestOf(world);
      expect(done).toMatchObject({
        state: 'done',
        address: {
          address: '10.20.210.77',
          others: [
            { address: '2001:db8::77', interface: 'eth0' },
            { address: '10.20.220.77', interface: 'eth1' },
          ],
        },
      });
      expect(world.peers.takenAddresses).toEqual(
        new Map([
          ['10.20.210.77', `${fqdn}/eth0/ipv4`],
          ['2001:db8::77', `${fqdn}/eth0/ipv6`],
          ['10.20.220.77', `${fqdn}/eth1/ipv4`],
        ]),
      );

      await world.operate(world.peers.addTask('end-1'), done, {
        operation: 'decommission',
        input: { name: 'old01' },
      });
      await approve(world);
      expect(await requestOf(world)).toMatchObject({
        kind: 'decommission',
        state: 'done',
      });
      expect([...world.peers.addressesByKey.values()]).toEqual([
        'deprecated',
        'deprecated',
        'deprecated',
      ]);
    });

    it("is refused where NetBox has a further card's for another", async () => {
      const world = withMachine({ cards });
      world.peers.takenAddresses.set('10.20.220.77', 'db01/eth0/ipv4');
      const { problems } = await previewAdoption(
        world.truth,
        {
          source: 'lab',
          blueprint: DEFAULT_BLUEPRINT,
          machine: 'vm-77',
          environment: 'networks',
          owner: payments,
        },
        [anna, payments],
      );
      expect(problems).toEqual([
        'The address 10.20.220.77 belongs to db01/eth0/ipv4 in NetBox.',
      ]);
    });
  });

  it('can be resized and decommissioned like any other', async () => {
    const world = withMachine();
    await adopt(world);
    await approve(world);
    const made = await requestOf(world);
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    expect(await requestOf(world)).toMatchObject({
      kind: 'resize',
      state: 'planned',
    });
    await approve(world);
    expect(await requestOf(world)).toMatchObject({ state: 'done' });
    expect(world.peers.machines).toMatchObject([{ id: 'vm-77', cpus: 4 }]);
  });

  it('tells machine hooks that others may know the machine already', async () => {
    const machineHooks = new MachineHooks();
    const made = jest.fn(async () => 'It is registered.');
    machineHooks.addHook({
      id: 'dns',
      title: 'DNS',
      pending: { made: 'is not registered yet', ended: 'is registered' },
      made,
      ended: async () => 'It is not registered.',
    });
    const world = withMachine({}, {}, { machineHooks });
    await adopt(world);
    await approve(world);
    expect(await requestOf(world)).toMatchObject({ state: 'done' });
    expect(made.mock.calls).toEqual([
      [
        expect.objectContaining({ name: 'old01' }),
        expect.objectContaining({ adopted: true }),
      ],
    ]);
  });

  it.each(['reject', 'cancel'] as const)(
    'gives back name and machine in the ledger after %s, and touches nothing else',
    async what => {
      const world = withMachine();
      await adopt(world);
      const { id } = await requestOf(world);
      if (what === 'reject') {
        await decide(world.truth, id, decider, { what, reason: 'Not ours' });
      } else {
        await steer(world.truth, id, annaHerself, { what });
      }
      await world.settle(1);
      expect(await requestOf(world)).toMatchObject({
        state: what === 'reject' ? 'rejected' : 'cancelled',
      });
      expect(await machineOf(world)).toMatchObject({ lifecycle: 'gone' });
      expect(world.peers.machines).toMatchObject([{ id: 'vm-77' }]);
      expect(world.peers.takenAddresses.size).toBe(0);
      expect(world.peers.addressesByKey.size).toBe(0);

      await world.adopt(world.peers.addTask('adopt-2'), { machine: 'vm-77' });
      expect(await requestOf(world)).toMatchObject({ state: 'planned' });
    },
  );

  it('is not begun by two at once, nor again once it is done', async () => {
    const world = withMachine();
    const asked = (task: string, requestedBy: string, owner: string) =>
      openAdoption(world.truth, {
        source: 'lab',
        blueprint: DEFAULT_BLUEPRINT,
        machine: 'vm-77',
        environment: 'development',
        owner,
        reason: 'It is ours',
        requestedBy,
        task,
      });
    world.peers.ownership.set(priya, [search]);
    world.peers.addTask('one');
    world.peers.addTask('two');
    const outcomes = await Promise.allSettled([
      asked('one', anna, payments),
      asked('two', priya, search),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { name: 'ConflictError' },
    });
    const again = await asked('one', anna, payments).catch(error => error);
    const twice = await asked('one', anna, payments).catch(error => error);
    expect(twice).toEqual(again);
  });

  it('is refused of a machine that has an owner here', async () => {
    const world = withMachine();
    await adopt(world);
    await approve(world);
    expect(
      await previewAdoption(
        world.truth,
        {
          source: 'lab',
          blueprint: DEFAULT_BLUEPRINT,
          machine: 'vm-77',
          environment: 'development',
          owner: payments,
        },
        [anna, payments],
      ),
    ).toEqual({
      does: [],
      problems: [
        'old01 (vm-77 of lab) has an owner here already: group:default/team-payments.',
      ],
    });
  });

  it('waits for a person where policy approves new machines', async () => {
    const world = withMachine();
    await adopt(world, { environment: 'sandbox' });
    expect(await requestOf(world)).toMatchObject({
      state: 'planned',
      approvers: [platformTeam],
    });
  });

  it.each([
    [
      'where nobody could approve it',
      'sandbox',
      /Nobody could approve an adoption in sandbox/,
    ],
    [
      'in an environment that there is not',
      'prod',
      /There is no environment prod; the environments are development, networks, sandbox/,
    ],
  ])('is refused %s', async (_, environment, words) => {
    const world = withMachine();
    const { settings } = world.truth;
    const { problems } = await previewAdoption(
      { ...world.truth, settings: { ...settings, platformTeam: [] } },
      {
        source: 'lab',
        blueprint: DEFAULT_BLUEPRINT,
        machine: 'vm-77',
        environment,
        owner: payments,
      },
      [anna, payments],
    );
    expect(problems.join()).toMatch(words);
  });

  it('says what it will do', async () => {
    const world = withMachine();
    const preview = (owner: string) =>
      previewAdoption(
        world.truth,
        {
          source: 'lab',
          blueprint: DEFAULT_BLUEPRINT,
          machine: 'vm-77',
          environment: 'development',
          owner,
        },
        [anna, payments],
      );
    expect(await preview(payments)).toEqual({
      does: [
        'old01 (vm-77 of lab) belongs to group:default/team-payments from then on, in development. It stays as it is, and where it is.',
        "Terraform takes it into its state with its disk and its network card. What its plan updates besides is what only Terraform's provider keeps.",
        'NetBox has its address 10.20.210.77 as old01.dev.acme.example from then on.',
      ],
      interrupts: undefined,
      problems: [],
    });
    expect((await preview(search)).problems.join()).toMatch(
      /You cannot adopt a machine for group:default\/team-search/,
    );
  });

  it('is refused where NetBox has the address for another', async () => {
    const world = withMachine();
    world.peers.takenAddresses.set('10.20.210.77', 'web09/eth0/ipv4');
    await adopt(world);
    expect(await world.request()).toBeUndefined();
  });

  it('is refused where its plan would change the machine', async () => {
    const world = withMachine();
    world.peers.drift = [
      { path: ['disk', 0, 'label'], before: 'disk0', after: '<deleted>' },
    ];
    await adopt(world);
    await world.settle(1);
    expect(await requestOf(world)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(
        /leaves the machine as it is, but the plan of vms\/development\/old01 would change disk\.0\.label/,
      ),
    });
    expect(world.peers.imported.size).toBe(0);
  });

  it('ends without anything where the machine is gone before it is applied', async () => {
    const world = withMachine();
    await adopt(world);
    world.peers.machines.splice(0);
    await approve(world);
    const held = await requestOf(world);
    expect(held).toMatchObject({ state: 'applying', phase: 'held' });
    expect(world.peers.takenAddresses.size).toBe(0);
  });

  it('gives a machine that was off its power state back', async () => {
    const world = withMachine({}, { power: 'off' });
    world.peers.poweredOff.add('vm-77');
    await adopt(world);
    expect((await requestOf(world)).terms.change?.interrupts).toMatch(
      /It is off/,
    );
    await approve(world);
    expect(await requestOf(world)).toMatchObject({
      state: 'done',
      message: 'It was off before, and is off again.',
    });
    expect(world.peers.poweredOff.has('vm-77')).toBe(true);
  });

  it('goes on where Atlantis died before its state was told', async () => {
    const world = withMachine();
    await adopt(world);
    world.peers.atlantisDies = 'before-state';
    await approve(world);
    const { id, phase } = await requestOf(world);
    if (phase === 'held') {
      await steer(world.truth, id, annaHerself, { what: 'retry' });
      await world.settle(1);
    }
    expect(await requestOf(world)).toMatchObject({ state: 'done' });
    expect(world.peers.machines).toMatchObject([{ id: 'vm-77' }]);
  });
});
