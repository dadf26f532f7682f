import {
  FaultSwitches,
  LabNetBox,
  smallCompany,
  startNetBox,
} from '@backlot/lab';
import { NetBoxClient } from '@backlot/netbox-client';
import { createAddressesPeer } from './AddressesPeer';
import { Addresses } from './RequestPeers';

const key = 'web01.dev.acme.example/eth0/ipv4';
const fqdn = 'web01.dev.acme.example';

describe('addresses in NetBox', () => {
  let lab: LabNetBox;
  let client: NetBoxClient;
  let addresses: Addresses;

  beforeEach(async () => {
    lab = await startNetBox({
      company: { ...smallCompany, machines: 0 },
      faults: new FaultSwitches(),
      delays: false,
    });
    client = new NetBoxClient({ url: lab.url, token: lab.token });
    addresses = createAddressesPeer({
      netBox: client,
      signal: new AbortController().signal,
    });
  });

  afterEach(async () => {
    await client.close();
    await lab.close();
  });

  const allocate = (own: string, dnsName = fqdn) =>
    client.allocate({ prefix: '10.20.210.0/24', key: own, dnsName });

  const record = (request: string, cluster: string) =>
    client.ensureVirtualMachine({
      name: 'web01',
      cluster,
      description: `Backlot request ${request}`,
    });

  describe('a name', () => {
    const holder = () => addresses.findName({ name: 'web01', fqdn });

    it('is free where its addresses are deprecated', async () => {
      await allocate(key);
      await client.deprecate({ key });
      await expect(holder()).resolves.toBeUndefined();
    });

    it('is taken by an address in use, also after a deprecated one', async () => {
      await allocate(key);
      await client.deprecate({ key });
      await allocate('other/eth0/ipv4');
      await expect(holder()).resolves.toMatch(/^address 10\.20\.210\.3\/24/);
    });

    it('is taken by a record that ends with a dot', async () => {
      await allocate(key, `${fqdn}.`);
      await expect(holder()).resolves.toMatch(/^address 10\.20\.210\.2\/24/);
    });

    it('is taken by a machine of any cluster', async () => {
      await record('r1', 'ams1-dev-01');
      await expect(holder()).resolves.toMatch(/^virtual machine web01/);
    });
  });

  describe('the address of a machine that is adopted', () => {
    const machine = {
      name: 'web01',
      addresses: [
        {
          address: '10.20.210.77',
          prefix: '10.20.210.0/24',
          key,
          dnsName: fqdn,
          description: 'Backlot request r1',
          interface: 'eth0',
        },
      ],
      interfaces: [{ name: 'eth0', macAddress: '00:50:56:81:00:77' }],
    };
    const hindrance = () => addresses.findHindranceToTake(machine);

    const recordOf = (interfaceName: string, ipAddressId: number) =>
      client.ensureVirtualMachine({
        name: 'web01',
        cluster: 'fra1-dev-01',
        interfaceName,
        ipAddressId,
        macAddress: machine.interfaces[0].macAddress,
      });

    it('is taken, and the machine recorded with it', async () => {
      await expect(hindrance()).resolves.toBeUndefined();
      await addresses.take(machine.addresses[0]);
      const recorded = {
        ...machine,
        request: 'r1',
        cluster: 'fra1-dev-01',
        cpus: 2,
        memoryMib: 4096,
        diskGib: 40,
        key,
      };
      await addresses.ensureMachineRecord(recorded);
      await addresses.take(machine.addresses[0]);
      await expect(client.findByKey(key)).resolves.toMatchObject({
        status: 'active',
        assignedTo: 'eth0 of web01',
      });
      await expect(hindrance()).resolves.toBeUndefined();
    });

    it('cannot be where another address in use has its name', async () => {
      await allocate('other/eth0/ipv4');
      await expect(hindrance()).resolves.toMatch(
        /is taken in NetBox by address 10\.20\.210\.2\/24/,
      );
    });

    it("cannot be where a further card's is another's", async () => {
      const further = {
        ...machine.addresses[0],
        address: '10.20.210.78',
        key: 'web01.dev.acme.example/eth1/ipv4',
        dnsName: '',
        interface: 'eth1',
      };
      await client.takeAddress({ ...further, key: 'other/eth0/ipv4' });
      await expect(
        addresses.findHindranceToTake({
          ...machine,
          addresses: [machine.addresses[0], further],
        }),
      ).resolves.toMatch(
        /address 10\.20\.210\.78\/24 .* belongs to other\/eth0\/ipv4/,
      );
    });

    it('cannot be where it is on an interface of another name', async () => {
      const taken = await client.takeAddress({
        ...machine.addresses[0],
        key: 'x/y',
      });
      await recordOf('ens192', taken.id);
      await expect(
        addresses.findHindranceToTake({
          ...machine,
          addresses: [{ ...machine.addresses[0], key: 'x/y' }],
        }),
      ).resolves.toMatch(
        /00:50:56:81:00:77 on ens192 of web01 .* not on eth0 of web01.*10\.20\.210\.77\/24 on ens192 of web01/,
      );
    });

    it('cannot be where NetBox has several machines of its name', async () => {
      await record('r0', 'ams1-dev-01');
      await record('r1', 'fra1-dev-01');
      await expect(hindrance()).resolves.toMatch(
        /2 virtual machines named web01/,
      );
    });
  });

  it('records no machine whose address the token does not see', async () => {
    await expect(
      addresses.ensureMachineRecord({
        request: 'r1',
        name: 'web01',
        cluster: 'fra1-dev-01',
        cpus: 2,
        memoryMib: 4096,
        diskGib: 40,
        key,
      }),
    ).rejects.toThrow(
      `NetBox has no address with the key ${key} for virtual machine web01`,
    );
    await expect(client.findVirtualMachinesByName('web01')).resolves.toEqual(
      [],
    );
  });

  it.each([['fra1-dev-01'], [undefined]])(
    'removes the record of its request in cluster %s and no other of that name',
    async cluster => {
      await record('r0', 'ams1-dev-01');
      await record('r1', 'fra1-dev-01');
      await addresses.removeMachineRecord({
        request: 'r1',
        name: 'web01',
        cluster,
      });
      await expect(
        client.findVirtualMachinesByName('web01'),
      ).resolves.toMatchObject([{ cluster: 'ams1-dev-01' }]);
      await addresses.removeMachineRecord({ request: 'r1', name: 'web01' });
    },
  );
});
