import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';

const key = 'web01.dev.acme.example/eth0/ipv4';

describe('giving addresses back', () => {
  let netbox: LabNetBoxForTests;

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start();
    await netbox.client.allocate({
      prefix: '10.20.210.0/24',
      key,
      dnsName: 'web01.dev.acme.example',
    });
  });

  afterEach(() => netbox.close());

  it('deletes the address once', async () => {
    await expect(netbox.client.release({ key })).resolves.toBe('released');
    await expect(netbox.client.release({ key })).resolves.toBe('gone');
    expect(await netbox.addresses()).toEqual([]);
  });

  it('settles a lost answer by looking', async () => {
    netbox.faults.switchOn({ peer: 'netbox', kind: 'answer-lost', times: 1 });
    await expect(netbox.client.release({ key })).resolves.toBe('released');
    expect(await netbox.addresses()).toEqual([]);
  });

  it('gives up with words when NetBox stays away', async () => {
    netbox.faults.switchOn({
      peer: 'netbox',
      kind: 'down',
      path: '/ip-addresses/',
    });
    await expect(netbox.client.release({ key })).rejects.toThrow(
      /gave no answer to "address of web01/,
    );
  });

  it('leaves an address alone that is not the one that was meant', async () => {
    await expect(
      netbox.client.release({ key, address: '10.20.210.9' }),
    ).rejects.toThrow(/is on 10\.20\.210\.2\/24 .* and not on 10\.20\.210\.9/);
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it('leaves an address alone that is not in the state that was meant', async () => {
    const request = { key, ifStatus: 'deprecated' as const };
    await expect(netbox.client.release(request)).resolves.toBe('kept');
    await netbox.client.deprecate({ key });
    await expect(netbox.client.release(request)).resolves.toBe('released');
  });

  it('never takes another record for one with the key, even if NetBox ignores the filter', async () => {
    await netbox.client.release({ key: 'warms/the/check' });
    await netbox.asAdmin('DELETE', 'extras/custom-fields/1/');
    await expect(netbox.client.release({ key })).resolves.toBe('gone');
    await expect(
      netbox.client.setStatus({ key, status: 'active' }),
    ).rejects.toThrow(/no address with the key/);
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it('refuses to choose between two addresses with one key', async () => {
    await netbox.asAdmin('PATCH', 'extras/custom-fields/1/', { unique: false });
    await netbox.asAdmin('POST', 'ipam/ip-addresses/', {
      address: '10.20.210.77/24',
      custom_fields: { backlot_allocation: key },
    });
    await netbox.asAdmin('PATCH', 'extras/custom-fields/1/', { unique: true });
    await expect(netbox.client.release({ key })).rejects.toThrow(
      /2 addresses with the key .*10\.20\.210\.2\/24.*10\.20\.210\.77\/24/,
    );
  });

  it('refuses what is no key', async () => {
    await expect(netbox.client.release({ key: '' })).rejects.toThrow(
      /is not an allocation key/,
    );
  });

  it('sets states, and says when there is nothing to set', async () => {
    await expect(
      netbox.client.setStatus({ key, status: 'active' }),
    ).resolves.toMatchObject({ status: 'active', address: '10.20.210.2' });
    await expect(netbox.client.deprecate({ key })).resolves.toMatchObject({
      status: 'deprecated',
    });
    await netbox.client.release({ key });
    await expect(netbox.client.deprecate({ key })).resolves.toBeUndefined();
    await expect(
      netbox.client.setStatus({ key, status: 'active' }),
    ).rejects.toThrow(/no address with the key web01/);
  });
});
