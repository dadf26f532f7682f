import { createMockDirectory } from '@backstage/backend-test-utils';
import { addressesOf, VmRequest } from '@backlot/plugin-vm-requests-common';
import { Chain } from './__testUtils__/Chain';

jest.setTimeout(240_000);

const hasPlan = ({ state }: VmRequest) => state !== 'open';
const hasEnded = ({ state, wait }: VmRequest) =>
  ['done', 'failed', 'rejected'].includes(state) || wait?.for === 'person';

describe('a machine with several network cards and disks, against the lab', () => {
  const directory = createMockDirectory();
  let chain: Chain;

  beforeAll(async () => {
    chain = await Chain.start(directory);
  });

  afterAll(() => chain?.close());

  const valuesOf = (name: string) => ({
    ...chain.values(name),
    environment: 'several',
    network: 'fra1-prod-app',
    extraCards: [{ network: 'fra1-prod-db' }, { network: 'fra1-dev-app' }],
    extraDisks: [
      { sizeGib: 10, mountPoint: '/srv/data/fast', fileSystem: 'ext4' },
      { sizeGib: 20, mountPoint: '/srv/data' },
      { sizeGib: 5 },
    ],
  });

  const keysOf = (name: string) =>
    ['eth0/ipv4', 'eth0/ipv6', 'eth1/ipv6', 'eth2/ipv4'].map(
      card => `${name}.prod.acme.example/${card}`,
    );

  const statesOf = async (name: string) => {
    const records = await Promise.all(
      keysOf(name).map(key => chain.netBox.findByKey(key)),
    );
    return records.map(record => record?.status);
  };

  it('is previewed, made, and reported by its guest with each address of each card', async () => {
    const preview = await chain.post('/vm-requests/v1/previews', {
      templateRef: 'template:default/rhel9-vm',
      values: valuesOf('multi01'),
    });
    expect(preview.body).toMatchObject({
      problems: [],
      placement: {
        network: { name: 'fra1-prod-app' },
        furtherNetworks: [{ name: 'fra1-prod-db' }, { name: 'fra1-dev-app' }],
      },
      address: { prefixLength: 24, others: [{}, {}, {}] },
    });

    const task = await chain.startTask('rhel9-vm', valuesOf('multi01'));
    const planned = await chain.requestWhen(task, hasPlan);
    expect([planned.state, planned.message]).toEqual(['planned', undefined]);
    expect(addressesOf(planned.address)).toEqual(
      addressesOf(preview.body.address),
    );
    expect(planned).toMatchObject({
      hardware: { disksGib: [0, 10, 20, 5] },
      mounts: [
        { disk: 2, mountPoint: '/srv/data', fileSystem: 'xfs' },
        { disk: 1, mountPoint: '/srv/data/fast', fileSystem: 'ext4' },
      ],
      interfaces: [{ name: 'eth0' }, { name: 'eth1' }, { name: 'eth2' }],
      address: {
        key: keysOf('multi01')[0],
        gateway: '10.20.110.1',
        others: [
          { key: keysOf('multi01')[1], gateway: '2001:db8:20:110::1' },
          { key: keysOf('multi01')[2], network: 'fra1-prod-db' },
          { key: keysOf('multi01')[3], network: 'fra1-dev-app' },
        ],
      },
    });
    expect(await statesOf('multi01')).toEqual(Array(4).fill('reserved'));

    await chain.approve(planned);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    expect(await statesOf('multi01')).toEqual(Array(4).fill('active'));
    const macAddresses = done.interfaces!.map(({ macAddress }) => macAddress);
    expect(new Set(macAddresses).size).toBe(3);
    const recorded = await chain.netBox.findMacAddresses(macAddresses);
    expect(recorded.map(({ assignedTo }) => assignedTo).sort()).toEqual([
      'eth0 of multi01',
      'eth1 of multi01',
      'eth2 of multi01',
    ]);
    const records = await Promise.all(
      keysOf('multi01').map(key => chain.netBox.findByKey(key)),
    );
    expect(records.map(record => record?.assignedTo)).toEqual([
      'eth0 of multi01',
      'eth0 of multi01',
      'eth1 of multi01',
      'eth2 of multi01',
    ]);
    // The name leads to the first card alone.
    expect(records.map(record => record?.dnsName)).toEqual([
      'multi01.prod.acme.example',
      'multi01.prod.acme.example',
      '',
      '',
    ]);
    const [machine] = await chain.netBox.findVirtualMachinesByName('multi01');
    expect(machine.primaryAddressIds.sort()).toEqual(
      [records[0]!.id, records[1]!.id].sort(),
    );

    const made = await chain.lab.vcenter.machines.find({ name: 'multi01' });
    expect(made).toMatchObject({
      networkCards: macAddresses.map(macAddress => ({ macAddress })),
      disks: [{}, { sizeGib: 10 }, { sizeGib: 20 }, { sizeGib: 5 }],
    });
    const reported = await chain.requestWhen(
      task,
      ({ guest }) => guest?.state === 'reported',
    );
    expect(reported.guest).not.toHaveProperty('missing');
    expect([...reported.guest!.addresses].sort()).toEqual(
      addressesOf(done.address).sort(),
    );
  });

  it('tells cloud-init of each card and of the disks to mount', async () => {
    const ref = await chain.lab.vcenter.machines.find({ name: 'multi01' });
    const { config } = chain.lab.vcenter.model.machine(ref!.moid);
    const read = (key: string) =>
      Buffer.from(config!.extraConfig[key], 'base64').toString('utf8');
    const { network } = JSON.parse(read('guestinfo.metadata'));
    expect(network.ethernets).toMatchObject({
      eth0: {
        addresses: [
          expect.stringMatching(/^10\.20\.110\.\d+\/24$/),
          expect.stringMatching(/^2001:db8:20:110::.+\/64$/),
        ],
        routes: [
          { to: '0.0.0.0/0', via: '10.20.110.1' },
          { to: '::/0', via: '2001:db8:20:110::1' },
        ],
        nameservers: { search: ['prod.acme.example'] },
      },
      eth1: { addresses: [expect.stringMatching(/^2001:db8:20:120::/)] },
      eth2: { addresses: [expect.stringMatching(/^10\.20\.210\./)] },
    });
    expect(network.ethernets.eth1).not.toHaveProperty('routes');
    const { bootcmd } = JSON.parse(
      read('guestinfo.userdata').replace('#cloud-config\n', ''),
    );
    expect(
      bootcmd.map((command: string[]) => [command[2], ...command.slice(-4)]),
    ).toEqual([
      ['backlot-disk2', '2', expect.any(String), '/srv/data', 'xfs'],
      ['backlot-disk1', '1', expect.any(String), '/srv/data/fast', 'ext4'],
    ]);
  });

  it('gives back every address when the plan fails', async () => {
    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'plan-fails',
      times: 1,
    });
    const task = await chain.startTask('rhel9-vm', valuesOf('multi02'));
    const failed = await chain.requestWhen(task, hasEnded);
    expect(failed.state).toBe('failed');
    expect(failed.giveBack?.every(({ done }) => done)).toBe(true);
    expect(await statesOf('multi02')).toEqual(Array(4).fill('deprecated'));
  });

  it('refuses what policy does not allow, all at once', async () => {
    const { body } = await chain.post('/vm-requests/v1/previews', {
      templateRef: 'template:default/rhel9-vm',
      values: {
        ...valuesOf('multi03'),
        environment: 'development',
        network: 'fra1-dev-app',
        extraCards: [{ network: 'fra1-dev-app' }, { network: 'fra1-prod-db' }],
        extraDisks: [
          { sizeGib: 1, mountPoint: '/' },
          { sizeGib: 1, mountPoint: '/data' },
          { sizeGib: 1, mountPoint: '/data' },
        ],
      },
    });
    expect(body.problems.join(' ')).toMatch(
      /Disk 2: \/ is the template's own disk\. Disk 4: \/data is another disk's already\. Network cards: 3 is over the limit of 1 .* more than one of its network cards.* Network fra1-prod-db is not allowed/,
    );
  });

  it('gives back every address when it is decommissioned', async () => {
    const {
      body: { items },
    } = await chain.get('/vm-requests/v1/machines?environment=several');
    const { id } = items.find(
      ({ name }: { name: string }) => name === 'multi01',
    );
    const task = await chain.startTask('vm-decommission', {
      machine: id,
      name: 'multi01',
      reason: 'Not needed any more',
    });
    const planned = await chain.requestWhen(task, hasPlan);
    expect(planned.change?.does).toContainEqual(
      expect.stringMatching(/^Its addresses .* are kept out of use/),
    );
    await chain.approve(planned);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    expect(await statesOf('multi01')).toEqual(Array(4).fill('deprecated'));
    expect(await chain.netBox.findVirtualMachinesByName('multi01')).toEqual([]);
  });
});
