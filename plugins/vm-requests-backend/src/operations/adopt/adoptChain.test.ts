import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  endStates,
  nameProblem,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { Chain } from '../../__testUtils__/Chain';
import { payments } from '../../__testUtils__/company';

jest.setTimeout(240_000);

describe('an adoption on the lab', () => {
  const directory = createMockDirectory();
  let chain: Chain;

  beforeAll(async () => {
    chain = await Chain.start(directory);
    await chain.untilLive();
  });

  afterAll(() => chain?.close());

  const hasPlan = ({ plan, state }: VmRequest) =>
    plan !== undefined || endStates.includes(state);
  const hasEnded = ({ state }: VmRequest) => endStates.includes(state);

  /** A machine of the lab's own, on a network of the policy, whose guest reports its address. */
  function findUnrequested() {
    const { model } = chain.lab.vcenter;
    return model
      .machines()
      .find(
        ({ name, config, networks, ipAddress, powerState }) =>
          config?.template === false &&
          networks.length === 1 &&
          model.entity(networks[0]).name === 'fra1-dev-app' &&
          ipAddress !== undefined &&
          powerState === 'poweredOn' &&
          nameProblem(name) === undefined,
      )!;
  }

  async function adopt(machine: string) {
    const task = await chain.startTask('vm-adopt', {
      source: 'lab',
      machine,
      environment: 'development',
      owner: payments,
      reason: 'It is ours',
    });
    const planned = await chain.requestWhen(task, hasPlan);
    expect([planned.state, planned.message]).toEqual(['planned', undefined]);
    return { task, planned };
  }

  it('gives a machine of the lab a directory and a state, and it can be resized then', async () => {
    const found = findUnrequested();
    const { name, ref, ipAddress } = found;
    const before = chain.lab.vcenter.machines.find({ name });
    const preview = await chain.post('/vm-requests/v1/adoptions/preview', {
      source: 'lab',
      machine: found.config!.instanceUuid,
      environment: 'development',
      owner: payments,
    });
    expect(preview.body).toMatchObject({ problems: [] });

    const { task, planned } = await adopt(ref);
    expect(planned.plan).toMatchObject({
      exact: true,
      summary: { add: 1, change: 1, destroy: 0 },
      changes: [
        { type: 'terraform_data', actions: ['create'] },
        {
          type: 'vsphere_virtual_machine',
          actions: ['update'],
          importing: { id: expect.stringMatching(new RegExp(`/${name}$`)) },
          values: [{ path: ['wait_for_guest_net_timeout'] }],
        },
      ],
    });
    await chain.approve(planned);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    expect(done.machine!.id).toBe(ref);
    expect(chain.lab.vcenter.machines.find({ name })).toEqual({
      ...before,
      disks: before!.disks.map(disk => expect.objectContaining(disk)),
    });
    expect(
      await chain.netBox.findByKey(`${name}.dev.acme.example/eth0/ipv4`),
    ).toMatchObject({ status: 'active', address: ipAddress });

    const resize = await chain.startTask('vm-resize', {
      machine: done.machineId,
      change: { memoryMib: before!.memoryMib + 1024 },
      reason: 'It grows',
    });
    const larger = await chain.requestWhen(resize, hasPlan);
    expect([larger.state, larger.message]).toEqual(['planned', undefined]);
    await chain.approve(larger);
    const resized = await chain.requestWhen(resize, hasEnded);
    expect([resized.state, resized.message]).toEqual(['done', undefined]);
    expect(chain.lab.vcenter.machines.find({ name })).toMatchObject({
      moid: ref,
      memoryMib: before!.memoryMib + 1024,
    });

    await expect(adopt(ref)).rejects.toThrow(/has an owner here already/);
  });

  describe('by the blueprint of its operating system', () => {
    beforeAll(async () => {
      await chain.stopBackend();
      await chain.startBackend({
        blueprints: {
          'rhel9-vm': { title: 'RHEL 9', templates: { guestIds: ['rhel9*'] } },
          'ubuntu-vm': {
            title: 'Ubuntu',
            templates: { guestIds: ['ubuntu*'] },
          },
          'windows-vm': {
            title: 'Windows Server',
            templates: { guestIds: ['windows*'] },
            access: {
              mechanism: 'sysprep',
              user: 'Administrator',
              sshKeys: false,
            },
            values: { timeZone: 110, organization: 'Acme' },
          },
        },
      });
      await chain.untilLive();
    });

    it.each([
      ['ubuntu-vm-adopt', 'old-ubuntu', 'ubuntu64Guest', '10.20.210.241'],
      [
        'windows-vm-adopt',
        'old-windows',
        'windows2019srvNext_64Guest',
        '10.20.210.242',
      ],
    ])('%s leaves it as it is', async (template, name, guestId, address) => {
      const { machines, model } = chain.lab.vcenter;
      const like = machines.find({ name: findUnrequested().name })!;
      const { moid } = await machines.create({
        ...like,
        templateUuid: model
          .machines()
          .find(each => each.name === 'rhel9-2026.11')!.config!.uuid,
        name,
        guestId,
        networkCards: like.networkCards.map(({ network }) => ({ network })),
        extraConfig: {},
      });
      const asked = {
        source: 'lab',
        machine: moid,
        environment: 'development',
        owner: payments,
        address,
      };
      await chain.untilLive();
      const refused = await chain.post('/vm-requests/v1/adoptions/preview', {
        ...asked,
        blueprint: 'rhel9-vm',
      });
      expect(refused.body.problems).toEqual([
        `Its operating system is ${guestId}, and machines of RHEL 9 have rhel9*. Adopt it by the template of another blueprint.`,
      ]);

      const before = machines.find({ name })!;
      const task = await chain.startTask(template, {
        ...asked,
        reason: 'It is ours',
      });
      const planned = await chain.requestWhen(task, hasPlan);
      expect([planned.state, planned.message]).toEqual(['planned', undefined]);
      await chain.approve(planned);
      const done = await chain.requestWhen(task, hasEnded);
      expect([done.state, done.message]).toEqual(['done', undefined]);
      expect(machines.find({ name })).toEqual({
        ...before,
        disks: before.disks.map(disk => expect.objectContaining(disk)),
      });
    });
  });
});
