import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';

const request = {
  name: 'web01',
  cluster: 'fra1-dev-01',
  vcpus: 2,
  memoryMb: 4096,
  diskMb: 40_000,
};

describe('records of virtual machines', () => {
  let netbox: LabNetBoxForTests;
  let addressId: number;

  const allocate = (name: string) =>
    netbox.client.allocate({
      prefix: '10.20.210.0/24',
      key: `${name}.dev.acme.example/eth0/ipv4`,
      dnsName: `${name}.dev.acme.example`,
    });

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start();
    addressId = (await allocate('web01')).id;
  });

  afterEach(() => netbox.close());

  it('holds the machine with its interface and primary address', async () => {
    const machine = await netbox.client.ensureVirtualMachine({
      ...request,
      ipAddressId: addressId,
    });
    expect(machine).toMatchObject({
      name: 'web01',
      status: 'active',
      cluster: 'fra1-dev-01',
      site: 'Frankfurt',
      vcpus: 2,
      memoryMb: 4096,
      diskMb: 40_000,
      primaryAddressIds: [addressId],
    });
    await expect(
      netbox.asAdmin('GET', `ipam/ip-addresses/${addressId}/`),
    ).resolves.toMatchObject({
      assigned_object: { name: 'eth0', virtual_machine: { name: 'web01' } },
    });
  });

  it('is made once and then brought up to date', async () => {
    const first = await netbox.client.ensureVirtualMachine({
      ...request,
      ipAddressId: addressId,
    });
    const second = await netbox.client.ensureVirtualMachine({
      ...request,
      ipAddressId: addressId,
      memoryMb: 8192,
    });
    expect(second).toEqual({ ...first, memoryMb: 8192 });
  });

  it.each([1, 2, 3, 4])(
    'is made once whatever %s answers are lost',
    async times => {
      netbox.faults.switchOn({ peer: 'netbox', kind: 'answer-lost', times });
      const full = { ...request, ipAddressId: addressId };
      const attempt = await netbox.client
        .ensureVirtualMachine(full)
        .catch(() => netbox.client.ensureVirtualMachine(full));
      expect(attempt.primaryAddressIds).toEqual([addressId]);
      await expect(
        netbox.asAdmin('GET', 'virtualization/virtual-machines/'),
      ).resolves.toMatchObject({ count: 1 });
      await expect(
        netbox.asAdmin('GET', 'virtualization/interfaces/'),
      ).resolves.toMatchObject({ count: 1 });
    },
  );

  it('is taken away without its address', async () => {
    await netbox.client.ensureVirtualMachine({
      ...request,
      ipAddressId: addressId,
    });
    const query = { name: 'web01', cluster: 'fra1-dev-01' };
    await expect(netbox.client.removeVirtualMachine(query)).resolves.toBe(true);
    await expect(netbox.client.removeVirtualMachine(query)).resolves.toBe(
      false,
    );
    expect(await netbox.addresses()).toMatchObject([{ id: addressId }]);
  });

  it('does not take the address of another machine', async () => {
    await netbox.client.ensureVirtualMachine({
      ...request,
      ipAddressId: addressId,
    });
    await expect(
      netbox.client.ensureVirtualMachine({
        ...request,
        name: 'web02',
        ipAddressId: addressId,
      }),
    ).rejects.toThrow(/is on eth0 of web01 and not on virtual machine web02/);
  });

  it('does not take the address of an interface of a device, and writes nothing', async () => {
    await netbox.asAdmin('PATCH', `ipam/ip-addresses/${addressId}/`, {
      assigned_object_type: 'dcim.interface',
      assigned_object_id: 1,
    });
    await expect(
      netbox.client.ensureVirtualMachine({
        ...request,
        ipAddressId: addressId,
      }),
    ).rejects.toThrow(
      /The address 10\.20\.210\.2\/24 .* is on irb0 of fra1-router and not on virtual machine web01/,
    );
    await expect(
      netbox.client.findVirtualMachinesByName('web01'),
    ).resolves.toEqual([]);
  });

  it('does not contradict the virtual disks that NetBox records', async () => {
    const { id } = await netbox.client.ensureVirtualMachine(request);
    const disk = await netbox.asAdmin<{ id: number }>(
      'POST',
      'virtualization/virtual-disks/',
      { virtual_machine: id, name: 'disk0', size: 20_000 },
    );
    await expect(
      netbox.client.ensureVirtualMachine({ ...request, memoryMb: 8192 }),
    ).rejects.toThrow(
      /virtual disks of 20000 MB of virtual machine web01 .* which has 40000 MB/,
    );
    await expect(
      netbox.client.findVirtualMachinesByName('web01'),
    ).resolves.toMatchObject([
      { memoryMb: 4096, diskMb: 20_000, virtualDisks: 1 },
    ]);
    await netbox.asAdmin('PATCH', `virtualization/virtual-disks/${disk.id}/`, {
      size: 40_000,
    });
    await expect(
      netbox.client.ensureVirtualMachine({ ...request, memoryMb: 8192 }),
    ).resolves.toMatchObject({ memoryMb: 8192, diskMb: 40_000 });
  });

  it.each([
    [{ cluster: 'fra9' }, /no cluster named fra9/],
    [{ cluster: undefined, site: 'Paris' }, /no site named Paris/],
    [{ cluster: undefined }, /only in a cluster or at a site/],
    [{ ipAddressId: 9999 }, /no address 9999 for virtual machine web01/],
  ])('says what is missing for %j', async (change, words) => {
    await expect(
      netbox.client.ensureVirtualMachine({ ...request, ...change }),
    ).rejects.toThrow(words);
  });

  it('tells whether a name is taken, whatever its case', async () => {
    await netbox.client.ensureVirtualMachine(request);
    await netbox.client.ensureVirtualMachine({
      ...request,
      cluster: 'ams1-dev-01',
    });
    await expect(
      netbox.client.findVirtualMachinesByName('WEB01'),
    ).resolves.toMatchObject([
      { name: 'web01', cluster: 'fra1-dev-01' },
      { name: 'web01', cluster: 'ams1-dev-01' },
    ]);
    await expect(
      netbox.client.findVirtualMachinesByName('web'),
    ).resolves.toEqual([]);
  });

  it('finds every address with a DNS name, also where a record ends with a dot', async () => {
    const dotted = await netbox.asAdmin<{ id: number }>(
      'POST',
      'ipam/ip-addresses/',
      {
        address: '10.20.210.200/24',
        dns_name: 'web01.dev.acme.example.',
      },
    );
    for (const name of ['Web01.dev.acme.example', 'web01.dev.acme.example.']) {
      const found = await netbox.client.findAddressesByDnsName(name);
      expect(found.map(({ id }) => id)).toEqual([addressId, dotted.id]);
    }
    await expect(
      netbox.client.findAddressesByDnsName('web02.dev.acme.example'),
    ).resolves.toEqual([]);
  });

  it('is taken away by its id where another cluster has one of that name', async () => {
    const { id } = await netbox.client.ensureVirtualMachine(request);
    await netbox.client.ensureVirtualMachine({
      ...request,
      cluster: 'ams1-dev-01',
    });
    await expect(
      netbox.client.removeVirtualMachine({ id, name: 'web01' }),
    ).resolves.toBe(true);
    await expect(
      netbox.client.findVirtualMachinesByName('web01'),
    ).resolves.toMatchObject([{ cluster: 'ams1-dev-01' }]);
  });

  it('does not choose between machines of one name', async () => {
    await netbox.client.ensureVirtualMachine(request);
    await netbox.client.ensureVirtualMachine({
      ...request,
      cluster: 'ams1-dev-01',
    });
    await expect(
      netbox.client.removeVirtualMachine({ name: 'web01' }),
    ).rejects.toThrow(/2 virtual machines named web01/);
  });
});
