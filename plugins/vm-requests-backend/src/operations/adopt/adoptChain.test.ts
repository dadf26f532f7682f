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
});
