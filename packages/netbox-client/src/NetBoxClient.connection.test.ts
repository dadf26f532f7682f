import { backlotPermissions, ObjectPermission } from '@backlot/lab';
import { asBefore42 } from './__testUtils__/asBefore42';
import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { NetBoxClient } from './NetBoxClient';

describe('testing the connection', () => {
  let netbox: LabNetBoxForTests;

  const start = async (
    allocationField?: string | false,
    permissions?: ObjectPermission[],
  ) => {
    netbox = await LabNetBoxForTests.start({ allocationField, permissions });
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
      ['allocations', true],
      ['machines', true],
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
      'allocations: Not tried',
      'machines: Not tried',
      'custom-field: Not tried',
      'unique: Not tried',
      'exact: Not tried',
      'addresses: Not tried',
    ]);
    expect(
      await failures(netbox.newClient({ token: netbox.lab.readOnlyToken })),
    ).toEqual([
      'allocations: NetBox does not let the token add, change, delete addresses: You do not have permission to perform this action.',
      'machines: NetBox does not let the token add, change, delete virtual machines; add, change interfaces of virtual machines; add, change MAC addresses: You do not have permission to perform this action.',
    ]);
  });

  it.each([
    ['ipam.prefix', 'view', 'allocations: … see prefixes'],
    ['ipam.iprange', 'view', 'allocations: … see IP ranges'],
    ['ipam.vrf', 'view', 'allocations: … see VRFs'],
    ['ipam.ipaddress', 'view', 'allocations: … see addresses'],
    ['ipam.ipaddress', 'delete', 'allocations: … delete addresses'],
    ['virtualization.cluster', 'view', 'machines: … see clusters'],
    ['dcim.site', 'view', 'machines: … see sites'],
    ['virtualization.virtualdisk', 'view', 'machines: … see virtual disks'],
    [
      'virtualization.virtualmachine',
      'add',
      'machines: … add virtual machines',
    ],
    [
      'virtualization.vminterface',
      'change',
      'machines: … change interfaces of virtual machines',
    ],
    ['dcim.macaddress', 'add', 'machines: … add MAC addresses'],
  ] as const)('misses the right to %s: %s', async (type, action, expected) => {
    await start(
      undefined,
      backlotPermissions.flatMap(({ objectTypes, actions }) =>
        objectTypes.map(objectType => ({
          objectTypes: [objectType],
          actions:
            objectType === type
              ? actions.filter(each => each !== action)
              : actions,
        })),
      ),
    );
    const [failure, ...others] = await failures(netbox.client);
    expect(others).toEqual([]);
    expect(failure.replace('NetBox does not let the token', '…')).toBe(
      `${expected}: You do not have permission to perform this action.`,
    );
  });

  it('looks for the interfaces of devices before NetBox 4.2', async () => {
    await start();
    const before42 = asBefore42(netbox);
    const older = await netbox.newClientThrough(async (call, forward) =>
      call.path === '/api/status/'
        ? { status: 200, body: { 'netbox-version': '4.1.11' } }
        : before42(call, forward),
    );
    expect(await failures(older)).toEqual([
      'machines: NetBox does not let the token see interfaces of devices: You do not have permission to perform this action.',
    ]);
  });

  it.each([
    ['Token disabled', 'Enable the token in NetBox.'],
    ['Token expired', 'Give the token a later end'],
    [
      'Source IP 192.0.2.7 is not permitted to authenticate using this token.',
      'Add that address to those that the token allows',
    ],
    [
      'Client IP address could not be determined for validation.',
      'pass on the address of its client',
    ],
    ['User inactive', 'Activate the user of the token'],
    ['Invalid v1 token', 'it is wrong, or was deleted in NetBox'],
    ['Authentication credentials were not provided.', 'may have dropped it'],
  ])('has advice that fits "%s"', async (detail, advice) => {
    await start();
    const refused = await netbox.newClientThrough(async () => ({
      status: 403,
      body: { detail },
    }));
    const token = (await refused.checkConnection()).find(
      ({ name }) => name === 'token',
    );
    expect(token).toMatchObject({
      ok: false,
      error: detail,
      remedy: expect.stringContaining(advice),
    });
    await expect(refused.findAddressesByDnsName('web01')).rejects.toThrow(
      advice,
    );
  });

  it('sends no token that ends with a line break, and does not show it', async () => {
    await start();
    const client = netbox.newClient({ token: `${netbox.lab.token}\n` });
    const [, token] = await client.checkConnection();
    expect(token).toMatchObject({
      ok: false,
      error: expect.stringContaining('has a line break'),
      remedy: expect.stringContaining('without the line break'),
    });
    const error = await client.findAddressesByDnsName('web01').catch(e => e);
    expect(error.message).toMatch(/has a line break.*Give the token alone/);
    expect(error.message).not.toContain(netbox.lab.token);
    expect(netbox.lab.calls).toBe(0);
  });

  it('does not send one to a set-up that cannot help', async () => {
    await start(false);
    await netbox.asAdmin('POST', 'extras/custom-fields/', {
      name: 'backlot_allocation',
      type: 'integer',
      object_types: ['ipam.ipaddress'],
      unique: true,
      filter_logic: 'exact',
    });
    const steps = await netbox.client.checkConnection();
    expect(steps.filter(({ ok }) => !ok)).toMatchObject([
      {
        name: 'custom-field',
        error: expect.stringContaining('is of type integer and not text'),
        remedy: expect.stringContaining('Configure another name'),
      },
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
        /is of type integer and not text.*cannot change the type/,
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
