import { smallCompany } from '../../company/smallCompany';
import { FaultSwitches } from '../../faults/FaultSwitches';
import { LabVCenter } from '../LabVCenter';
import { networkCardsOf } from '../model/networkCards';
import { startVCenter } from '../startVCenter';
import { LabMachineSpec } from './LabMachines';

function guestinfoOf(macaddress: string): Record<string, string> {
  const network = {
    version: 2,
    ethernets: {
      eth0: {
        match: { macaddress },
        addresses: ['10.20.210.17/24'],
        routes: [{ to: '0.0.0.0/0', via: '10.20.210.1' }],
      },
    },
  };
  return {
    'guestinfo.metadata': Buffer.from(JSON.stringify({ network })).toString(
      'base64',
    ),
    'guestinfo.metadata.encoding': 'base64',
  };
}

describe("the vCenter's machines, for Terraform", () => {
  let vcenter: LabVCenter;
  let spec: LabMachineSpec;

  beforeEach(async () => {
    vcenter = await startVCenter({
      company: { ...smallCompany, machines: 12 },
      faults: new FaultSwitches(),
      pace: { task: 1, boot: 1, clone: 1 },
    });
    const objects = [...vcenter.model.store.values()];
    const refOf = (name: string) =>
      objects.find(object => object.type !== 'Task' && object.name === name)!
        .ref;
    const cluster = vcenter.model.store.ofType(
      refOf('fra1-dev-01'),
      'ClusterComputeResource',
    )!;
    spec = {
      name: 'web01',
      datacenter: refOf('fra1'),
      folder: 'backlot/development',
      resourcePool: cluster.resourcePool,
      datastore: cluster.datastores[0],
      networkCards: [
        { network: refOf('fra1-dev-app'), macAddress: '00:50:56:00:00:11' },
      ],
      templateUuid: vcenter.model
        .machines()
        .find(({ config }) => config?.template)!.config!.uuid,
      cpus: 2,
      memoryMib: 4096,
      disks: [{ label: 'disk0', sizeGib: 40, thin: true }],
      annotation: 'for a test',
      extraConfig: guestinfoOf('00:50:56:00:00:11'),
    };
  });

  afterEach(() => vcenter.close());

  const datastore = () =>
    vcenter.model.store.ofType(spec.datastore, 'Datastore')!;

  it('are made on a usable host of the pool’s cluster, run and take space', async () => {
    const free = datastore().freeBytes;

    const { uuid, moid, instanceUuid } = await vcenter.machines.create(spec);

    const machine = vcenter.machines.find({ uuid });
    expect(machine).toMatchObject({
      ...spec,
      moid,
      instanceUuid,
      guestId: 'rhel9_64Guest',
      poweredOn: true,
    });
    expect(machine).toEqual(vcenter.machines.find({ name: 'web01' }));
    expect(machine).toEqual(
      vcenter.machines.find({ path: 'fra1/vm/backlot/development/web01' }),
    );
    expect(free - datastore().freeBytes).toBe(40 * 1024 ** 3);
    const host = vcenter.model.host(vcenter.model.machine(moid).host);
    expect(vcenter.model.entity(host.parent!).name).toBe('fra1-dev-01');
  });

  /** The address that a machine's guest reports once it has booted. */
  async function reportedBy(changes: Partial<LabMachineSpec>) {
    const booted = new Promise<void>(resolve => {
      let updates = 0;
      const unobserve = vcenter.model.store.observe({
        touching: () => {},
        committed: () => {
          // Powered on, then booted.
          updates += vcenter.machines.find({ name: 'web01' })?.poweredOn
            ? 1
            : 0;
          if (updates === 2) {
            unobserve();
            resolve();
          }
        },
      });
    });
    const { moid } = await vcenter.machines.create({ ...spec, ...changes });
    await booted;
    const reported = vcenter.model.machine(moid).ipAddress;
    expect(vcenter.machines.find({ name: 'web01' })!.ipAddress).toBe(reported);
    return reported;
  }

  it('report their address once they are up', async () => {
    expect(await reportedBy({})).toBe('10.20.210.17');
  });

  it.each<[string, Partial<LabMachineSpec>]>([
    ['another MAC address', { extraConfig: guestinfoOf('00:50:56:00:00:12') }],
    ['nothing about the network', { extraConfig: {} }],
    ['what is no YAML', { extraConfig: { 'guestinfo.metadata': '{' } }],
    [
      'settings for another number of cards',
      { customization: { interfaces: [], gateway: '10.20.210.1' } },
    ],
  ])('report no address when the guest was told %s', async (_, changes) => {
    expect(await reportedBy(changes)).toBeUndefined();
  });

  it('report the address of guest customization', async () => {
    expect(
      await reportedBy({
        extraConfig: {},
        customization: {
          interfaces: [{ address: '10.20.210.18', prefixLength: 24 }],
          gateway: '10.20.210.1',
        },
      }),
    ).toBe('10.20.210.18');
  });

  it('have a MAC address of vCenter’s where none was given', async () => {
    const { network } = spec.networkCards[0];
    const { moid, uuid } = await vcenter.machines.create({
      ...spec,
      networkCards: [{ network }, ...spec.networkCards],
    });
    expect(networkCardsOf(vcenter.model.machine(moid))).toEqual([
      {
        network,
        macAddress: expect.stringMatching(/^00:50:56:[89ab][0-9a-f](:..){2}$/),
        isStatic: false,
      },
      { network, macAddress: '00:50:56:00:00:11', isStatic: true },
    ]);
    expect(vcenter.machines.find({ uuid })!.networkCards).toEqual([
      { network },
      ...spec.networkCards,
    ]);
  });

  it('get further cards', async () => {
    const { uuid } = await vcenter.machines.create(spec);
    const networkCards = [
      ...spec.networkCards,
      { ...spec.networkCards[0], macAddress: '00:50:56:00:00:12' },
    ];
    await vcenter.machines.reconfigure(uuid, { networkCards });
    expect(vcenter.machines.find({ uuid })!.networkCards).toEqual(networkCards);
  });

  it('are changed and destroyed, and give their space back', async () => {
    const free = datastore().freeBytes;
    const { uuid } = await vcenter.machines.create(spec);
    await vcenter.machines.reconfigure(uuid, {
      cpus: 4,
      memoryMib: 8192,
      disks: [{ label: 'disk0', sizeGib: 80, thin: true }],
    });
    expect(vcenter.machines.find({ uuid })).toMatchObject({
      cpus: 4,
      memoryMib: 8192,
      disks: [{ sizeGib: 80 }],
      poweredOn: true,
    });

    await vcenter.machines.destroy(uuid);

    expect(vcenter.machines.find({ uuid })).toBeUndefined();
    expect(datastore().freeBytes).toBe(free);
  });

  it('grow no disk of which there are snapshots, and add some', async () => {
    const { uuid, moid } = await vcenter.machines.create(spec);
    const { disks } = vcenter.machines.find({ uuid })!;
    const added = { label: 'disk9', sizeGib: 10, thin: true };
    vcenter.model.takeSnapshot(moid, { name: 'before the upgrade' });
    const resize = (first: number) =>
      vcenter.machines.reconfigure(uuid, {
        cpus: 4,
        disks: [{ ...disks[0], sizeGib: first }, ...disks.slice(1), added],
      });
    await expect(resize(disks[0].sizeGib + 1)).rejects.toThrow(
      "Invalid operation for device '0'. Disks with parents cannot be expanded.",
    );
    expect(vcenter.machines.find({ uuid })).toMatchObject({
      cpus: spec.cpus,
      disks,
    });
    await resize(disks[0].sizeGib);
    expect(vcenter.machines.find({ uuid })!.disks).toHaveLength(
      disks.length + 1,
    );
    // The snapshot is older than this disk.
    await vcenter.machines.reconfigure(uuid, {
      disks: [...disks, { ...added, sizeGib: 20 }],
    });
  });

  it('do not count templates', () => {
    expect(vcenter.machines.find({ uuid: spec.templateUuid })).toBeUndefined();
  });

  it.each<[string, Partial<LabMachineSpec>, string]>([
    [
      'a template',
      { templateUuid: '4210dead' },
      'cannot locate virtual machine or template with UUID "4210dead"',
    ],
    [
      'a resource pool',
      { resourcePool: 'resgroup-0' },
      'could not find resource pool ID "resgroup-0"',
    ],
    ['a datastore', { datastore: 'datastore-0' }, 'error locating datastore'],
    [
      'a network',
      { networkCards: [{ network: 'dvportgroup-0' }] },
      'error locating network',
    ],
    ['a folder', { folder: 'no/such' }, "folder '/fra1/vm/no/such' not found"],
  ])(
    'say in the provider’s words that %s is not there',
    async (_what, wrong, words) => {
      await expect(
        vcenter.machines.create({ ...spec, ...wrong }),
      ).rejects.toThrow(words);
    },
  );

  it('say in the provider’s words that a name is taken or a machine is gone', async () => {
    const { uuid } = await vcenter.machines.create(spec);
    await expect(vcenter.machines.create(spec)).rejects.toThrow(
      "error cloning virtual machine: The name 'web01' already exists.",
    );
    await vcenter.machines.destroy(uuid);
    await expect(vcenter.machines.destroy(uuid)).rejects.toThrow(
      `virtual machine with UUID "${uuid}" not found`,
    );
  });
});
