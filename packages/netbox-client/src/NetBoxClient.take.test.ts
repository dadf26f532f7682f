import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';

const key = 'old01.dev.acme.example/eth0/ipv4';
const request = {
  address: '10.20.210.77',
  prefix: '10.20.210.0/24',
  key,
  dnsName: 'old01.dev.acme.example',
  description: 'Backlot request 01JD',
};

describe('taking an address that is in use already', () => {
  let netbox: LabNetBoxForTests;

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start();
  });

  afterEach(() => netbox.close());

  const record = (values: object) =>
    netbox.asAdmin('POST', 'ipam/ip-addresses/', {
      address: '10.20.210.77/24',
      ...values,
    });

  it('records it where NetBox does not know it, once', async () => {
    expect(await netbox.client.findTakeable(request)).toEqual({});
    const taken = await netbox.client.takeAddress(request);
    expect(taken).toMatchObject({
      cidr: '10.20.210.77/24',
      status: 'active',
      key,
      dnsName: 'old01.dev.acme.example',
      description: 'Backlot request 01JD',
    });
    expect(await netbox.client.takeAddress(request)).toEqual(taken);
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it('takes the record that there is, which keeps its description', async () => {
    await record({ status: 'reserved', description: 'of Ben' });
    expect(await netbox.client.findTakeable(request)).toMatchObject({
      record: { status: 'reserved' },
    });
    expect(await netbox.client.takeAddress(request)).toMatchObject({
      status: 'active',
      key,
      description: 'of Ben',
    });
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it('leaves the name of a record where the address is to have none', async () => {
    await record({ status: 'active', dns_name: 'db.acme.example' });
    expect(
      await netbox.client.takeAddress({ ...request, dnsName: '' }),
    ).toMatchObject({ key, dnsName: 'db.acme.example' });
  });

  it('settles a lost answer by looking', async () => {
    netbox.faults.switchOn({ peer: 'netbox', kind: 'answer-lost', times: 1 });
    await expect(netbox.client.takeAddress(request)).resolves.toMatchObject({
      key,
    });
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it('leaves the address of another allocation alone', async () => {
    await record({
      custom_fields: { backlot_allocation: 'web01.dev.acme.example/eth0/ipv4' },
    });
    const words =
      /10\.20\.210\.77\/24 .* belongs to web01\.dev\.acme\.example\/eth0\/ipv4/;
    expect(await netbox.client.findTakeable(request)).toMatchObject({
      hindrance: expect.stringMatching(words),
    });
    await expect(netbox.client.takeAddress(request)).rejects.toThrow(words);
  });

  it('says that the key has another address', async () => {
    await netbox.client.allocate(request);
    await expect(netbox.client.takeAddress(request)).rejects.toThrow(
      /has the address 10\.20\.210\.2\/24 .* and not 10\.20\.210\.77/,
    );
  });

  it('takes no address of another network', async () => {
    await expect(
      netbox.client.takeAddress({ ...request, address: '10.9.9.9' }),
    ).rejects.toThrow('10.9.9.9 is no address of 10.20.210.0/24');
  });
});
