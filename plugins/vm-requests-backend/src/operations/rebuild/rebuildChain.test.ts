import { createMockDirectory } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  addressesOf,
  endStates,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { Chain } from '../../__testUtils__/Chain';

jest.setTimeout(240_000);

describe('a rebuild on the lab', () => {
  const directory = createMockDirectory();
  let chain: Chain;

  beforeAll(async () => {
    chain = await Chain.start(directory);
  });

  afterAll(() => chain?.close());

  const hasPlan = ({ plan, state }: VmRequest) =>
    plan !== undefined || endStates.includes(state);
  const hasEnded = ({ state }: VmRequest) => endStates.includes(state);

  async function make(
    name: string,
    otherwise: JsonObject = {},
  ): Promise<VmRequest> {
    const task = await chain.startTask('rhel9-vm', {
      ...chain.values(name),
      template: 'rhel9-2026.08',
      ...otherwise,
    });
    await chain.approve(await chain.requestWhen(task, hasPlan));
    const made = await chain.requestWhen(task, hasEnded);
    expect([made.state, made.message]).toEqual(['done', undefined]);
    return made;
  }

  async function rebuild({ machineId: machine, name }: VmRequest) {
    const task = await chain.startTask('vm-rebuild', {
      machine,
      name,
      reason: 'A newer template',
    });
    const planned = await chain.requestWhen(task, hasPlan);
    expect([planned.state, planned.message]).toEqual(['planned', undefined]);
    return { task, planned };
  }

  async function expectMadeAgain(before: VmRequest, done: VmRequest) {
    const { machines, model } = chain.lab.vcenter;
    const { name, address, interfaces } = before;
    expect(done.machine!.id).not.toBe(before.machine!.id);
    expect(machines.find({ name })).toMatchObject({
      moid: done.machine!.id,
      instanceUuid: done.machine!.instanceUuid,
      annotation: expect.stringContaining(before.id),
      networkCards: [{ macAddress: interfaces![0].macAddress }],
      // Its guest was told its address anew.
      ipAddress: address!.address,
    });
    const standing = model.machines().filter(each => each.name === name);
    expect(standing.map(({ ref }) => ref)).toEqual([done.machine!.id]);
    const key = `${name}.dev.acme.example/eth0/ipv4`;
    expect(await chain.netBox.findByKey(key)).toMatchObject({
      status: 'active',
      address: address!.address,
    });
    const { body } = await chain.get(
      `/vm-requests/v1/machines/${before.machineId}`,
    );
    expect(body).toMatchObject({
      lifecycle: 'active',
      providerId: done.machine!.id,
    });
  }

  it('makes the machine again from the newest template, with its name, address and MAC address', async () => {
    const made = await make('web01');
    const { task, planned } = await rebuild(made);
    expect(planned).toMatchObject({
      change: {
        does: expect.arrayContaining([
          expect.stringContaining('template rhel9-2026.11'),
        ]),
      },
      plan: {
        exact: true,
        summary: { add: 2, change: 0, destroy: 2 },
        changes: [
          { type: 'terraform_data', actions: ['delete', 'create'] },
          {
            type: 'vsphere_virtual_machine',
            actions: ['delete', 'create'],
            reason: 'replace_by_triggers',
          },
        ],
      },
    });
    await chain.approve(planned);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    await expectMadeAgain(made, done);
    await chain.requestWhen(task, ({ guest }) => guest?.state === 'reported');
    const { task: second, planned: again } = await rebuild(made);
    expect(again.change!.does[0]).toContain('which it was made from');
    await chain.approve(again);
    await expectMadeAgain(made, await chain.requestWhen(second, hasEnded));
  });

  it('keeps all addresses and MAC addresses of a machine with two cards and IPv6', async () => {
    const { model } = chain.lab.vcenter;
    const keys = ['eth0/ipv4', 'eth0/ipv6', 'eth1/ipv6'].map(
      card => `multi01.prod.acme.example/${card}`,
    );
    const records = async () => {
      const found = await Promise.all(
        keys.map(key => chain.netBox.findByKey(key)),
      );
      return found.map(record => ({
        address: record?.address,
        status: record?.status,
        assignedTo: record?.assignedTo,
      }));
    };
    /** What cloud-init of its guest is told. */
    const networkOf = ({ machine }: VmRequest) => {
      const { config } = model.machine(machine!.id);
      const metadata = config!.extraConfig['guestinfo.metadata'];
      return JSON.parse(Buffer.from(metadata, 'base64').toString('utf8'))
        .network;
    };
    const made = await make('multi01', {
      environment: 'several',
      network: 'fra1-prod-app',
      extraCards: [{ network: 'fra1-prod-db' }],
    });
    const before = await records();
    expect(before).toEqual(
      ['eth0', 'eth0', 'eth1'].map((card, index) => ({
        address: addressesOf(made.address)[index],
        status: 'active',
        assignedTo: `${card} of multi01`,
      })),
    );
    const network = networkOf(made);
    expect(Object.keys(network.ethernets)).toEqual(['eth0', 'eth1']);

    const { task, planned } = await rebuild(made);
    expect(planned.change!.does).toContainEqual(
      `It keeps its name, its addresses ${addressesOf(made.address).join(
        ', ',
      )}, its MAC addresses, its size and its place.`,
    );
    await chain.approve(planned);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    expect(done.machine!.id).not.toBe(made.machine!.id);
    const macAddresses = made.interfaces!.map(({ macAddress }) => macAddress);
    expect(chain.lab.vcenter.machines.find({ name: 'multi01' })).toMatchObject({
      moid: done.machine!.id,
      networkCards: macAddresses.map(macAddress => ({ macAddress })),
    });
    expect(networkOf(done)).toEqual(network);
    expect(await records()).toEqual(before);
    const recorded = await chain.netBox.findMacAddresses(macAddresses);
    expect(recorded.map(({ assignedTo }) => assignedTo).sort()).toEqual([
      'eth0 of multi01',
      'eth1 of multi01',
    ]);
    const { guest } = await chain.requestWhen(
      task,
      ({ guest: report }) => report?.state === 'reported',
    );
    expect([...guest!.addresses].sort()).toEqual(
      addressesOf(made.address).sort(),
    );
  });

  it.each(['killed-before-clone', 'apply-fails-half-way'] as const)(
    'is finished by a new plan where the machine is destroyed and Atlantis fails: %s',
    async kind => {
      const made = await make(`web-${kind.length}`);
      const { task, planned } = await rebuild(made);
      chain.lab.faults.switchOn({ peer: 'atlantis', kind, times: 1 });
      await chain.approve(planned);
      const held = await chain.requestWhen(
        task,
        ({ can, retry }) => can.includes('replan') && retry?.possible === false,
      );
      await chain.post(`/vm-requests/v1/requests/${held.id}/replan`, {
        reason: 'Finish it.',
      });
      const again = await chain.requestWhen(
        task,
        ({ state }) => state === 'planned',
      );
      expect(again.plan!.summary.add).toBe(1);
      await chain.approve(again);
      const done = await chain.requestWhen(task, hasEnded);
      expect([done.state, done.message]).toEqual(['done', undefined]);
      await expectMadeAgain(made, done);
    },
  );
});
