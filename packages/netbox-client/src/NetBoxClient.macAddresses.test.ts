import { ConflictError, InputError } from '@backstage/errors';
import { backlotPermissions } from '@backlot/lab';
import { asBefore42 } from './__testUtils__/asBefore42';
import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';

const macAddress = '00:50:56:00:00:2a';
const machine = { name: 'web01', cluster: 'fra1-dev-01', macAddress };

describe('MAC addresses', () => {
  let netbox: LabNetBoxForTests;

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start();
  });

  afterEach(() => netbox.close());

  const records = () =>
    netbox.asAdmin<{ results: { id: number; mac_address: string }[] }>(
      'GET',
      'dcim/mac-addresses/',
    );

  it('are free while NetBox has no record of them', async () => {
    await expect(
      netbox.client.findMacAddresses([macAddress, '00:50:56:00:00:2b']),
    ).resolves.toEqual([]);
    await expect(netbox.client.findMacAddresses([])).resolves.toEqual([]);
  });

  it('are found with what they are assigned to, however they are written', async () => {
    await netbox.client.ensureVirtualMachine(machine);
    const unassigned = '00:50:56:00:00:2b';
    await netbox.asAdmin('POST', 'dcim/mac-addresses/', {
      mac_address: unassigned,
    });
    await expect(
      netbox.client.findMacAddresses(['0050.5600.002A', unassigned]),
    ).resolves.toEqual([
      {
        macAddress,
        id: expect.any(Number),
        interfaceId: expect.any(Number),
        assignedTo: 'eth0 of web01',
        url: expect.stringContaining('/dcim/mac-addresses/'),
      },
      {
        macAddress: unassigned,
        id: expect.any(Number),
        url: expect.stringContaining('/dcim/mac-addresses/'),
      },
    ]);
  });

  it('are found each time that they are recorded', async () => {
    for (let time = 0; time < 2; time += 1) {
      await netbox.asAdmin('POST', 'dcim/mac-addresses/', {
        mac_address: macAddress,
      });
    }
    await expect(
      netbox.client.findMacAddresses([macAddress]),
    ).resolves.toHaveLength(2);
  });

  it('are refused if they are none', async () => {
    await expect(netbox.client.findMacAddresses(['null'])).rejects.toThrow(
      InputError,
    );
    await expect(
      netbox.client.ensureVirtualMachine({ ...machine, macAddress: '' }),
    ).rejects.toThrow(InputError);
  });

  it('are recorded with the addresses of several interfaces, the first of each family primary', async () => {
    const addresses = ['10.20.210.7/24', '2001:db8::7/64', '10.20.120.7/24'];
    const ids: number[] = [];
    for (const address of addresses) {
      const { id } = await netbox.asAdmin<{ id: number }>(
        'POST',
        'ipam/ip-addresses/',
        { address },
      );
      ids.push(id);
    }
    const other = '00:50:56:00:00:2b';
    const request = {
      name: 'web01',
      cluster: 'fra1-dev-01',
      interfaces: [
        { name: 'eth0', macAddress, ipAddressIds: ids.slice(0, 2) },
        { name: 'eth1', macAddress: other, ipAddressIds: ids.slice(2) },
      ],
    };
    await netbox.client.ensureVirtualMachine(request);
    const again = await netbox.client.ensureVirtualMachine(request);
    expect(again.primaryAddressIds.sort()).toEqual(ids.slice(0, 2).sort());
    await expect(
      netbox.client.findMacAddresses([macAddress, other]),
    ).resolves.toMatchObject([
      { assignedTo: 'eth0 of web01' },
      { assignedTo: 'eth1 of web01' },
    ]);
    const { results } = await netbox.asAdmin<{
      results: { id: number; assigned_object: { name: string } | null }[];
    }>('GET', 'ipam/ip-addresses/?limit=1000');
    expect(
      ids.map(
        id => results.find(each => each.id === id)?.assigned_object?.name,
      ),
    ).toEqual(['eth0', 'eth0', 'eth1']);
  });

  it('are recorded once as the primary ones of their interfaces', async () => {
    await netbox.client.ensureVirtualMachine(machine);
    await netbox.client.ensureVirtualMachine(machine);
    const { results } = await records();
    expect(results).toHaveLength(1);
    await expect(
      netbox.asAdmin('GET', 'virtualization/interfaces/'),
    ).resolves.toMatchObject({
      results: [
        {
          name: 'eth0',
          mac_address: '00:50:56:00:00:2A',
          primary_mac_address: { id: results[0].id },
          mac_addresses: [{ id: results[0].id }],
        },
      ],
    });
  });

  it('are recorded on an interface that is there already', async () => {
    await netbox.client.ensureVirtualMachine({
      ...machine,
      macAddress: '00:50:56:00:00:01',
    });
    await netbox.client.ensureVirtualMachine(machine);
    await expect(
      netbox.client.findMacAddresses([macAddress]),
    ).resolves.toMatchObject([{ assignedTo: 'eth0 of web01' }]);
    await expect(
      netbox.asAdmin('GET', 'virtualization/interfaces/'),
    ).resolves.toMatchObject({
      results: [{ mac_address: '00:50:56:00:00:2A' }],
    });
  });

  it('are recorded with a record that was assigned to nothing', async () => {
    const { id } = await netbox.asAdmin<{ id: number }>(
      'POST',
      'dcim/mac-addresses/',
      { mac_address: macAddress },
    );
    await netbox.client.ensureVirtualMachine(machine);
    await expect(
      netbox.client.findMacAddresses([macAddress]),
    ).resolves.toMatchObject([{ id, assignedTo: 'eth0 of web01' }]);
  });

  it('are left to the interface that has them, and nothing is written', async () => {
    await netbox.client.ensureVirtualMachine(machine);
    const attempt = netbox.client.ensureVirtualMachine({
      ...machine,
      name: 'web02',
    });
    await expect(attempt).rejects.toThrow(ConflictError);
    await expect(attempt).rejects.toThrow(/00:50:56:00:00:2a on eth0 of web01/);
    await expect(
      netbox.client.findVirtualMachinesByName('web02'),
    ).resolves.toEqual([]);
  });

  it.each([1, 2, 3, 4])(
    'are recorded once whatever %s answers are lost',
    async times => {
      netbox.faults.switchOn({ peer: 'netbox', kind: 'answer-lost', times });
      await netbox.client
        .ensureVirtualMachine(machine)
        .catch(() => netbox.client.ensureVirtualMachine(machine));
      await expect(records()).resolves.toMatchObject({ count: 1 });
    },
  );

  it('are a field of the interface before NetBox 4.2', async () => {
    await netbox.close();
    netbox = await LabNetBoxForTests.start({
      permissions: [
        ...backlotPermissions,
        { objectTypes: ['dcim.interface'], actions: ['view'] },
      ],
    });
    const older = await netbox.newClientThrough(asBefore42(netbox));
    await older.ensureVirtualMachine(machine);
    await older.ensureVirtualMachine(machine);
    await expect(records()).resolves.toMatchObject({ count: 1 });
    await expect(older.findMacAddresses([macAddress])).resolves.toEqual([
      {
        macAddress,
        interfaceId: expect.any(Number),
        assignedTo: 'eth0 of web01',
        url: expect.stringContaining('/virtualization/interfaces/'),
      },
    ]);
    await expect(
      older.ensureVirtualMachine({ ...machine, name: 'web02' }),
    ).rejects.toThrow(/on eth0 of web01/);
  });

  it('go with the record of their machine', async () => {
    await netbox.client.ensureVirtualMachine(machine);
    await netbox.client.removeVirtualMachine({ name: 'web01' });
    await expect(records()).resolves.toMatchObject({ count: 0 });
  });
});
