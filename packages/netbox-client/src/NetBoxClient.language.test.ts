import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { ProxyRule } from './__testUtils__/NetBoxProxy';
import { NetBoxClient } from './NetBoxClient';

/** As a proxy does that passes on only the headers that it knows. */
const dropLanguage: ProxyRule = (call, forward) => {
  const { 'accept-language': _, ...headers } = call.headers;
  return forward({ ...call, headers });
};

const request = (name: string) => ({
  prefix: '10.20.210.0/24',
  key: `${name}.dev.acme.example/eth0/ipv4`,
  dnsName: `${name}.dev.acme.example`,
});

const machine = { name: 'web01', cluster: 'fra1-dev-01', memoryMb: 4096 };

describe('a NetBox with another language than English', () => {
  let netbox: LabNetBoxForTests;
  let clients: NetBoxClient[];

  const start = async (delays: boolean) => {
    netbox = await LabNetBoxForTests.start({ language: 'de', delays });
    clients = await Promise.all(
      [1, 2, 3].map(() => netbox.newClientThrough(dropLanguage)),
    );
  };

  afterEach(() => netbox.close());

  it('is asked for its words in English', async () => {
    await start(false);
    const reader = netbox.newClient({ token: netbox.lab.readOnlyToken });
    await expect(reader.allocate(request('web01'))).rejects.toThrow(
      'You do not have permission to perform this action.',
    );
  });

  it('refuses keys that are taken in words that nobody reads', async () => {
    await start(true);
    const allocations = await Promise.all(
      Array.from({ length: 18 }, (_, index) =>
        clients[index % 3].allocate(request(`web${index % 6}`)),
      ),
    );
    expect(new Set(allocations.map(({ id }) => id)).size).toBe(6);
    expect(await netbox.addresses()).toHaveLength(6);
  });

  it('says in its own words what is wrong if a proxy drops the wish', async () => {
    await start(false);
    await expect(
      clients[0].allocate({ ...request('web01'), dnsName: 'web 01' }),
    ).rejects.toThrow(/an address of prefix .* for web01.*dns_name: /);
    netbox.faults.switchOn({ peer: 'netbox', kind: 'prefix-full' });
    await expect(clients[0].allocate(request('web01'))).rejects.toThrow(
      /has no free address: Es sind nicht genügend Ressourcen verfügbar/,
    );
  });

  it('records a machine once for all who ask at the same time', async () => {
    await start(true);
    const records = await Promise.all(
      clients.map(client =>
        client.ensureVirtualMachine({
          ...machine,
          macAddress: '00:50:56:00:00:2a',
        }),
      ),
    );
    expect(new Set(records.map(({ id }) => id)).size).toBe(1);
    await expect(
      netbox.asAdmin('GET', 'virtualization/virtual-machines/'),
    ).resolves.toMatchObject({ count: 1 });
    await expect(
      netbox.asAdmin('GET', 'virtualization/interfaces/'),
    ).resolves.toMatchObject({
      count: 1,
      results: [{ mac_address: '00:50:56:00:00:2A' }],
    });
  });

  describe.each([
    [
      400,
      {
        __all__: [
          'Interface with this Virtual machine and Name already exists.',
        ],
      },
    ],
    [
      500,
      {
        error:
          'duplicate key value violates unique constraint "virtualization_vminterface_unique_virtual_machine_name"\n',
        exception: 'IntegrityError',
      },
    ],
  ])('looks again when NetBox answers %i', (status, body) => {
    /** Somebody else's record of the same comes first, so that NetBox refuses this one's. */
    const outrun =
      (path: string): ProxyRule =>
      async (call, forward) => {
        if (call.method !== 'POST' || call.path !== `/api/${path}`) {
          return forward(call);
        }
        await netbox.asAdmin('POST', path, call.body);
        return { status, body };
      };

    it.each(['virtualization/virtual-machines/', 'virtualization/interfaces/'])(
      'to a new record of %s',
      async path => {
        await start(false);
        const client = await netbox.newClientThrough(outrun(path));
        const { id } = await client.ensureVirtualMachine({
          ...machine,
          macAddress: '00:50:56:00:00:2a',
        });
        await expect(
          netbox.asAdmin('GET', 'virtualization/virtual-machines/'),
        ).resolves.toMatchObject({ count: 1, results: [{ id }] });
        await expect(
          netbox.asAdmin('GET', 'virtualization/interfaces/'),
        ).resolves.toMatchObject({
          count: 1,
          results: [{ mac_address: '00:50:56:00:00:2A' }],
        });
      },
    );

    it('and tells the refusal if nothing is there', async () => {
      await start(false);
      const path = '/api/virtualization/interfaces/';
      const client = await netbox.newClientThrough(async (call, forward) =>
        call.method === 'POST' && call.path === path
          ? { status, body }
          : forward(call),
      );
      await expect(
        client.ensureVirtualMachine({
          ...machine,
          macAddress: '00:50:56:00:00:2a',
        }),
      ).rejects.toThrow(/interface.*(already exists|duplicate key)/is);
    });
  });

  it('records a machine that another one was faster with as it was asked', async () => {
    await start(true);
    await Promise.all([
      clients[0].ensureVirtualMachine(machine),
      clients[1].ensureVirtualMachine(machine),
    ]);
    await expect(
      clients[2].findVirtualMachinesByName('web01'),
    ).resolves.toMatchObject([{ memoryMb: 4096 }]);
  });
});
