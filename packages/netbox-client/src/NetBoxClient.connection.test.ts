import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { NetBoxClient } from './NetBoxClient';

describe('testing the connection', () => {
  let netbox: LabNetBoxForTests;

  const start = async (allocationField?: string | false) => {
    netbox = await LabNetBoxForTests.start({ allocationField });
  };

  afterEach(() => netbox.close());

  const failures = async (client: NetBoxClient) =>
    (await client.checkConnection())
      .filter(({ ok }) => !ok)
      .map(({ name, error }) => `${name}: ${error}`);

  it('finds all well with the permissions that Backlot needs', async () => {
    await start();
    const before = await netbox.addresses();
    const steps = await netbox.client.checkConnection();
    expect(steps.map(({ name, ok }) => [name, ok])).toEqual([
      ['reachable', true],
      ['token', true],
      ['version', true],
      ['write', true],
      ['custom-field', true],
      ['unique', true],
      ['exact', true],
      ['addresses', true],
    ]);
    expect(steps[2].detail).toBe('4.6.8');
    expect(await netbox.addresses()).toEqual(before);
  });

  it('stops at a NetBox that is down', async () => {
    await start();
    netbox.faults.switchOn({ peer: 'netbox', kind: 'down' });
    const [first, second] = await netbox.client.checkConnection();
    expect(first.error).toMatch(/gave no answer to "status"/);
    expect(second.error).toBe('Not tried');
  });

  it('names the port that nobody listens on', async () => {
    await start();
    const lost = netbox.newClient({ url: 'http://127.0.0.1:9' });
    const [first] = await lost.checkConnection();
    expect(first.error).toMatch(/Check the port in netbox\.url/);
  });

  it('tells a wrong token from a missing permission', async () => {
    await start();
    expect(await failures(netbox.newClient({ token: 'nbt_a.wrong' }))).toEqual([
      'token: Invalid v2 token',
      'version: Not tried',
      'write: Not tried',
      'custom-field: Not tried',
      'unique: Not tried',
      'exact: Not tried',
      'addresses: Not tried',
    ]);
    expect(
      await failures(netbox.newClient({ token: netbox.lab.readOnlyToken })),
    ).toEqual([
      'write: NetBox does not let the token add addresses: You do not have permission to perform this action.',
    ]);
  });

  it('names what is wrong with the custom field', async () => {
    await start(false);
    expect(await failures(netbox.client)).toEqual([
      'custom-field: The custom field "backlot_allocation" does not exist',
      'unique: Not tried',
      'exact: Not tried',
      'addresses: Not tried',
    ]);
    await netbox.asAdmin('POST', 'extras/custom-fields/', {
      name: 'backlot_allocation',
      type: 'text',
      object_types: ['ipam.prefix'],
    });
    expect(await failures(netbox.client)).toEqual([
      'unique: The custom field "backlot_allocation" is not unique',
      'exact: The custom field "backlot_allocation" is filtered with "loose" and not "exact"',
      'addresses: The custom field "backlot_allocation" is not one of IP addresses',
    ]);
  });

  describe('setting up the custom field', () => {
    const admin = () => netbox.newClient({ token: netbox.lab.token });

    it('makes the field that the test asks for', async () => {
      await start(false);
      await expect(admin().setUpCustomField()).resolves.toEqual({
        name: 'backlot_allocation',
        outcome: 'created',
      });
      expect(await failures(netbox.client)).toEqual([]);
      await expect(admin().setUpCustomField()).resolves.toMatchObject({
        outcome: 'unchanged',
      });
    });

    it('makes a field right that is not, and keeps what else it is for', async () => {
      await start(false);
      await netbox.asAdmin('POST', 'extras/custom-fields/', {
        name: 'backlot_allocation',
        type: 'text',
        object_types: ['ipam.prefix'],
      });
      await expect(admin().setUpCustomField()).resolves.toMatchObject({
        outcome: 'changed',
      });
      expect(await failures(netbox.client)).toEqual([]);
      await expect(
        netbox.asAdmin('GET', 'extras/custom-fields/1/'),
      ).resolves.toMatchObject({
        object_types: ['ipam.prefix', 'ipam.ipaddress'],
      });
    });

    it('leaves a field of another type alone', async () => {
      await start(false);
      await netbox.asAdmin('POST', 'extras/custom-fields/', {
        name: 'backlot_allocation',
        type: 'integer',
        object_types: ['ipam.ipaddress'],
      });
      await expect(admin().setUpCustomField()).rejects.toThrow(
        /is of type integer, which NetBox cannot change/,
      );
    });

    it('says that the token may not', async () => {
      await start(false);
      await expect(netbox.client.setUpCustomField()).rejects.toThrow(
        /create custom field backlot_allocation.*You do not have permission/,
      );
    });
  });
});
