import { backlotPermissions } from '@backlot/lab';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { NetBoxClient } from './NetBoxClient';

const prefix = '10.20.210.0/24';
const gateway = '10.20.210.1';

const request = (name: string) => ({
  prefix,
  gateway,
  key: `${name}.dev.acme.example/eth0/ipv4`,
  dnsName: `${name}.dev.acme.example`,
  description: `Machine ${name}`,
});

describe('allocating addresses', () => {
  let netbox: LabNetBoxForTests;
  let client: NetBoxClient;

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start();
    client = netbox.client;
  });

  afterEach(() => netbox.close());

  it('reserves the first free address with the name and key of the machine', async () => {
    const allocation = await client.allocate(request('web01'));
    expect(allocation).toMatchObject({
      address: '10.20.210.2',
      prefixLength: 24,
      cidr: '10.20.210.2/24',
      status: 'reserved',
      dnsName: 'web01.dev.acme.example',
      description: 'Machine web01',
      key: 'web01.dev.acme.example/eth0/ipv4',
      prefix: { prefix, status: 'active' },
    });
    expect(allocation.url).toBe(
      `${netbox.lab.url}/ipam/ip-addresses/${allocation.id}/`,
    );
    expect(allocation.prefix.url).toBe(
      `${netbox.lab.url}/ipam/prefixes/${allocation.prefix.id}/`,
    );
  });

  it('gives the same key the same address', async () => {
    const first = await client.allocate(request('web01'));
    const other = netbox.newClient();
    const second = await other.allocate(request('web01'));
    expect(second).toEqual(first);
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it('sends allocations that come together as one list', async () => {
    await client.allocate(request('warm'));
    const names = Array.from({ length: 20 }, (_, index) => `web${index}`);
    const allocations = await Promise.all(
      names.map(name => client.allocate(request(name))),
    );
    expect(new Set(allocations.map(({ address }) => address)).size).toBe(20);
    expect(allocations.map(({ key }) => key)).toEqual(
      names.map(name => request(name).key),
    );
  });

  it('takes at most eight calls for fifty at once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `web${index}`);
    const before = netbox.lab.calls;
    await Promise.all(names.map(name => client.allocate(request(name))));
    const cold = netbox.lab.calls - before;
    await Promise.all(names.map(name => client.allocate(request(`${name}b`))));
    const warm = netbox.lab.calls - before - cold;
    expect(cold).toBe(5);
    expect(warm).toBe(1);
    expect(await netbox.addresses()).toHaveLength(100);
  });

  it('takes one call for one address', async () => {
    await client.allocate(request('warm'));
    const before = netbox.lab.calls;
    await client.allocate(request('web01'));
    expect(netbox.lab.calls - before).toBe(1);
  });

  it('settles what a list is refused for, and allocates the rest of it', async () => {
    const taken = ['web1', 'web3', 'web4'];
    const existing = await Promise.all(
      taken.map(name => client.allocate(request(name))),
    );
    await client.deprecate({ key: request('web4').key });
    const other = netbox.newClient();
    await other.allocate(request('warm'));
    const before = netbox.lab.calls;
    const attempts = await Promise.allSettled(
      ['web0', 'web1', 'web2', 'web3', 'web4', 'bad name'].map(name =>
        other.allocate(
          name === 'bad name'
            ? { ...request('web5'), dnsName: 'not a name' }
            : request(name),
        ),
      ),
    );
    expect(attempts.map(({ status }) => status)).toEqual([
      ...Array(5).fill('fulfilled'),
      'rejected',
    ]);
    expect(String((attempts[5] as PromiseRejectedResult).reason)).toMatch(
      /an address of prefix .* for web5\..* with 400: dns_name: Only alphanumeric/,
    );
    const values = attempts.flatMap(attempt =>
      attempt.status === 'fulfilled' ? [attempt.value] : [],
    );
    expect(values.map(({ key }) => key)).toEqual(
      ['web0', 'web1', 'web2', 'web3', 'web4'].map(name => request(name).key),
    );
    expect([values[1].id, values[3].id, values[4].id]).toEqual(
      existing.map(({ id }) => id),
    );
    expect(values[4].status).toBe('reserved');
    // The list, one look-up of three keys, the revival of one, and the rest of the list.
    expect(netbox.lab.calls - before).toBe(5);
  });

  it('finds keys by the hundred, whatever the server takes in one line', async () => {
    const long = (index: number) => ({
      ...request(`web${index}`),
      key: `${'long-name-'.repeat(8)}${index}/eth0/ipv4`,
    });
    const all = Array.from({ length: 100 }, (_, index) => long(index));
    const first = await Promise.all(all.map(each => client.allocate(each)));
    const paths: string[] = [];
    const other = await netbox.newClientThrough((call, forward) => {
      paths.push(call.path);
      return forward(call);
    });
    const again = await Promise.all(all.map(each => other.allocate(each)));
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(Math.max(...paths.map(path => path.length))).toBeLessThan(4_000);
  });

  it('says that an address has the key which the token may not see', async () => {
    await netbox.close();
    netbox = await LabNetBoxForTests.start({
      permissions: [
        ...backlotPermissions.filter(
          ({ objectTypes }) => !objectTypes.includes('ipam.ipaddress'),
        ),
        { objectTypes: ['ipam.ipaddress'], actions: ['add', 'change'] },
        {
          objectTypes: ['ipam.ipaddress'],
          actions: ['view'],
          constraints: { status: 'reserved' },
        },
      ],
    });
    const admin = netbox.newClient({ token: netbox.lab.token });
    await admin.allocate({ ...request('web01'), status: 'active' });
    const attempts = await Promise.allSettled(
      ['web01', 'web02'].map(name =>
        netbox.client.allocate({ ...request(name), gateway: undefined }),
      ),
    );
    expect(attempts[1].status).toBe('fulfilled');
    expect(String((attempts[0] as PromiseRejectedResult).reason)).toMatch(
      /must have a unique value\. If an address has the key web01.*the token may not see it/,
    );
    expect(await netbox.addresses()).toHaveLength(2);
  });

  it.each(['null', '', ' ', ' web01', 'web01\n', 'web\u001c', '\u200bweb'])(
    'refuses the key %j, which NetBox would not find again',
    async key => {
      await expect(
        client.allocate({ ...request('web01'), key }),
      ).rejects.toThrow(/would not find it again/);
      expect(netbox.lab.calls).toBe(0);
    },
  );

  it.each([
    [
      'a prefix that is marked as utilized',
      { prefix: { mark_utilized: true }, range: undefined },
      /Prefix 10\.20\.210\.0\/24 .* is marked as fully utilized/,
    ],
    [
      'a range in it that is marked as utilized',
      { prefix: undefined, range: { mark_utilized: true } },
      /range 10\.20\.210\.10-20\/24 .* is marked as fully utilized.*Mark it as populated/,
    ],
  ])('refuses %s', async (_, { prefix: change, range }, words) => {
    const { results } = await netbox.asAdmin<{ results: { id: number }[] }>(
      'GET',
      `ipam/prefixes/?prefix=${prefix}`,
    );
    if (change) {
      await netbox.asAdmin('PATCH', `ipam/prefixes/${results[0].id}/`, change);
    }
    if (range) {
      await netbox.asAdmin('POST', 'ipam/ip-ranges/', {
        start_address: '10.20.210.10/24',
        end_address: '10.20.210.20/24',
        ...range,
      });
    }
    await expect(client.allocate(request('web01'))).rejects.toThrow(words);
    expect(await netbox.addresses()).toHaveLength(0);
  });

  it('allocates around a range that is marked as populated', async () => {
    await netbox.asAdmin('POST', 'ipam/ip-ranges/', {
      start_address: '10.20.210.2/24',
      end_address: '10.20.210.20/24',
      mark_utilized: true,
      mark_populated: true,
    });
    await expect(client.allocate(request('web01'))).resolves.toMatchObject({
      address: '10.20.210.21',
    });
  });

  it('allocates in a VRF, and refuses two VRFs of one name', async () => {
    const inVrf = {
      ...request('web01'),
      prefix: '10.88.0.0/24',
      gateway: undefined,
      vrf: 'vm-vrf',
    };
    await expect(client.allocate(inVrf)).rejects.toThrow(/no VRF named vm-vrf/);
    const { id } = await netbox.asAdmin<{ id: number }>('POST', 'ipam/vrfs/', {
      name: 'vm-vrf',
      rd: '65000:20',
    });
    await netbox.asAdmin('POST', 'ipam/prefixes/', {
      prefix: '10.88.0.0/24',
      vrf: id,
    });
    await expect(client.allocate(inVrf)).resolves.toMatchObject({
      cidr: '10.88.0.1/24',
      vrf: 'vm-vrf',
    });
    await netbox.asAdmin('POST', 'ipam/vrfs/', { name: 'vm-vrf' });
    await expect(netbox.newClient().allocate(inVrf)).rejects.toThrow(
      /2 VRFs named vm-vrf: 65000:20 .*without route distinguisher.*different names/,
    );
  });

  it('gives callers with the same key one address, however many ask at once', async () => {
    const others = [client, netbox.newClient(), netbox.newClient()];
    const allocations = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        others[index % 3].allocate(request('web01')),
      ),
    );
    expect(new Set(allocations.map(({ id }) => id)).size).toBe(1);
    expect(await netbox.addresses()).toHaveLength(1);
  });

  it.each([1, 3])('finds what %s lost answers left behind', async times => {
    netbox.faults.switchOn({ peer: 'netbox', kind: 'answer-lost', times });
    const allocations = await Promise.all(
      ['web01', 'web02', 'web03'].map(name => client.allocate(request(name))),
    );
    expect(new Set(allocations.map(({ address }) => address)).size).toBe(3);
    expect(await netbox.addresses()).toHaveLength(3);
  });

  it('says that it is not known when NetBox stays away, and settles it later', async () => {
    netbox.faults.switchOn({
      peer: 'netbox',
      kind: 'down',
      path: 'available-ips',
    });
    await expect(client.allocate(request('web01'))).rejects.toThrow(
      /did not answer whether web01.* Allocating it again with the same key finds out/,
    );
    netbox.faults.switchOff();
    await expect(client.allocate(request('web01'))).resolves.toMatchObject({
      address: '10.20.210.2',
    });
  });

  it('takes an address into use again that waits for its end', async () => {
    const first = await client.allocate(request('web01'));
    await client.deprecate({ key: first.key! });
    const second = await client.allocate(request('web01'));
    expect(second).toMatchObject({ id: first.id, status: 'reserved' });
    await expect(
      client.release({ key: first.key!, ifStatus: 'deprecated' }),
    ).resolves.toBe('kept');
  });

  it('names the prefix that is full', async () => {
    netbox.faults.switchOn({ peer: 'netbox', kind: 'prefix-full' });
    const attempts = await Promise.allSettled([
      client.allocate(request('web01')),
      client.allocate(request('web02')),
    ]);
    for (const attempt of attempts) {
      expect(String((attempt as PromiseRejectedResult).reason)).toMatch(
        /Prefix 10\.20\.210\.0\/24 .* has no free address: Insufficient resources.*Give addresses back/,
      );
    }
    expect(await netbox.addresses()).toHaveLength(0);
  });

  it('gives those their address for whom there is one left', async () => {
    const small = '10.20.99.0/29';
    const admin = netbox.newClient({ token: netbox.lab.token });
    await netbox.asAdmin('POST', 'ipam/prefixes/', { prefix: small });
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        admin.allocate({
          ...request(`web${index}`),
          prefix: small,
          gateway: undefined,
        }),
      ),
    );
    expect(
      attempts.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(6);
    expect(await netbox.addresses()).toHaveLength(6);
  });

  it.each([
    [
      '10.99.0.0/24',
      undefined,
      /no prefix 10\.99\.0\.0\/24 in the global table/,
    ],
    ['10.20.0.0/16', undefined, /is a container/],
    ['10.20.210.0', undefined, /is not a prefix/],
    [prefix, '10.20.210.254', /not recorded in NetBox/],
    [prefix, '10.20.110.1', /does not lie in the prefix/],
  ])('refuses prefix %s with gateway %s', async (cidr, via, words) => {
    await expect(
      client.allocate({ ...request('web01'), prefix: cidr, gateway: via }),
    ).rejects.toThrow(words);
    expect(await netbox.addresses()).toHaveLength(0);
  });

  it('refuses a key whose address is of another prefix', async () => {
    await client.allocate(request('web01'));
    await expect(
      client.allocate({
        ...request('web01'),
        prefix: '10.20.110.0/24',
        gateway: undefined,
      }),
    ).rejects.toThrow(/has the address 10\.20\.210\.2\/24 .* already/);
  });

  const changeField = (change: object) => (to: LabNetBoxForTests) =>
    to.asAdmin('PATCH', 'extras/custom-fields/1/', change);

  it.each([
    [
      'missing',
      false as const,
      async () => {},
      /"backlot_allocation" does not exist/,
    ],
    [
      'not unique',
      undefined,
      changeField({ unique: false }),
      /"backlot_allocation" is not unique/,
    ],
    [
      'loose',
      undefined,
      changeField({ filter_logic: 'loose' }),
      /filtered with "loose" and not "exact"/,
    ],
    [
      'not of addresses',
      undefined,
      changeField({ object_types: ['ipam.prefix'] }),
      /not one of IP addresses/,
    ],
  ])(
    'does nothing while the custom field is %s',
    async (_, allocationField, change, words) => {
      await netbox.close();
      netbox = await LabNetBoxForTests.start({ allocationField });
      client = netbox.client;
      await change(netbox);
      await expect(client.allocate(request('web01'))).rejects.toThrow(words);
      await expect(client.findByKey(request('web01').key)).rejects.toThrow(
        /Run the set-up command/,
      );
      await expect(
        client.release({ key: request('web01').key }),
      ).rejects.toThrow(words);
      expect(await netbox.addresses()).toHaveLength(0);
    },
  );

  it('keeps the words of NetBox when the token may not write', async () => {
    const reader = netbox.newClient({ token: netbox.lab.readOnlyToken });
    await expect(reader.allocate(request('web01'))).rejects.toThrow(
      /You do not have permission to perform this action.* let the token write/,
    );
  });

  it('never shows the token in an error', async () => {
    const stranger = netbox.newClient({ token: 'nbt_wrong.secretsecret' });
    const error = await stranger.allocate(request('web01')).catch(e => e);
    expect(error.message).toMatch(/Invalid v2 token.* Check netbox\.token/);
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain(
      'secretsecret',
    );
  });

  it('stops waiting when the signal comes, and finds the address later', async () => {
    await client.allocate(request('warm'));
    const controller = new AbortController();
    netbox.faults.switchOn({
      peer: 'netbox',
      kind: 'slow',
      delayMs: 300,
      path: 'available-ips',
    });
    const attempt = client.allocate(request('web01'), {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error('cancelled')), 50);
    await expect(attempt).rejects.toThrow('cancelled');
    netbox.faults.switchOff();
    await expect(client.allocate(request('web01'))).resolves.toMatchObject({
      address: '10.20.210.3',
    });
    expect(await netbox.addresses()).toHaveLength(2);
  });

  it('allocates nothing for those who stopped waiting before their turn', async () => {
    await client.allocate(request('warm'));
    netbox.faults.switchOn({
      peer: 'netbox',
      kind: 'slow',
      delayMs: 200,
      path: 'available-ips',
    });
    const first = client.allocate(request('web01'));
    await client.findByKey(request('web02').key);
    const controller = new AbortController();
    const second = client.allocate(request('web02'), {
      signal: controller.signal,
    });
    const third = client.allocate(request('web03'));
    controller.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    await Promise.all([first, third]);
    await expect(client.findByKey(request('web02').key)).resolves.toBe(
      undefined,
    );
    await expect(client.allocate(request('web02'))).resolves.toMatchObject({
      dnsName: 'web02.dev.acme.example',
    });
  });

  it('asks nothing of a NetBox that answers with a login page', async () => {
    const proxy = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<html>Log in</html>');
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const lost = new NetBoxClient({
      url: `http://127.0.0.1:${port}`,
      token: 'nbt_a.b',
    });
    await expect(lost.allocate(request('web01'))).rejects.toThrow(
      /Check that netbox\.url is that of a NetBox 4/,
    );
    await lost.close();
    proxy.closeAllConnections();
    await new Promise(resolve => proxy.close(resolve));
  });
});
