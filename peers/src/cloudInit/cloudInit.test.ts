import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MachineVariables, machineVariables } from '../chain/machineFiles';
import { AttachedCard, CloudInit, Renderer } from './CloudInit';
import { guestinfoOf } from './guestinfoOf';
import { RenderedCard, renderedCards } from './renderedCards';

jest.setTimeout(300_000);

type Network = MachineVariables['network'];

const place = {
  ...{ datacenter_id: 'datacenter-2', datacenter: 'fra1' },
  ...{ cluster_id: 'domain-c7', cluster: 'fra1-dev-01' },
  ...{ resource_pool_id: 'resgroup-8', datastore_id: 'datastore-11' },
  ...{ datastore: 'fra1-ssd-01', folder: 'backlot/development' },
  ...{ network_id: 'dvportgroup-20', network: 'fra1-dev-app' },
  ...{ template_uuid: '42104a1c-0000-4000', template: 'rhel9-2026.11' },
};

function variablesOf(
  network: Network,
  access: Partial<MachineVariables['access']> = {},
) {
  const { present, ...variables } = machineVariables('web01', place);
  return {
    ...variables,
    network,
    access: { ...variables.access, mechanism: 'cloud-init', ...access },
  };
}

const { network_id, network: networkName } = place;

const first = {
  name: 'eth0',
  ...{ network_id, network: networkName, adapter_type: 'vmxnet3' },
  mac_address: '00:50:56:11:22:33',
  ipv4: { address: '192.0.2.17', prefix_length: 24, gateway: '192.0.2.1' },
};
const second = {
  name: 'storage-1',
  ...{ network_id, network: networkName, adapter_type: 'vmxnet3' },
  mac_address: '00:50:56:01:02:0a',
  ipv4: { address: '198.51.100.34', prefix_length: 28 },
};
const common = { domain: 'dev.acme.example', dns_servers: ['192.0.2.53'] };

const twoCards: Network = { ...common, interfaces: [first, second] };

const networks: [string, Network][] = [
  ['one card', { ...common, interfaces: [first] }],
  [
    'several DNS servers and a domain like a number',
    {
      domain: '1e3.0x10',
      dns_servers: ['192.0.2.53', '192.0.2.54', '198.51.100.53'],
      interfaces: [
        {
          ...first,
          mac_address: '00:50:56:00:00:10',
          ipv4: {
            address: '10.20.211.254',
            prefix_length: 23,
            gateway: '10.20.210.1',
          },
        },
      ],
    },
  ],
  ['two cards', twoCards],
  [
    'two cards in the other order, without a gateway',
    {
      ...common,
      dns_servers: [],
      interfaces: [
        second,
        {
          ...second,
          ...{ name: 'eth9', mac_address: first.mac_address },
          ipv4: { address: '192.0.2.17', prefix_length: 24 },
        },
      ],
    },
  ],
];

/** What RHEL calls the cards of a machine, in the order of their slots. */
const devices = ['ens192', 'ens224'];

interface RecordedConfig {
  version: 2;
  ethernets: Record<
    string,
    {
      match: { macaddress: string };
      addresses: string[];
      routes?: { to: string; via: string }[];
      nameservers?: { addresses: string[]; search: string[] };
    }
  >;
}

interface Recording {
  version: string;
  renderings: {
    config: RecordedConfig;
    renderer: Renderer;
    attached: AttachedCard[];
    files: Record<string, string>;
  }[];
}

const recordings = join(__dirname, '__fixtures__', 'recorded');
const recorded = readdirSync(recordings)
  .filter(name => name.endsWith('.json'))
  .map(
    name =>
      JSON.parse(readFileSync(join(recordings, name), 'utf8')) as Recording,
  );

function describeRendering({
  renderer,
  config,
  attached,
}: Recording['renderings'][0]): string {
  const cards = Object.keys(config.ethernets).length;
  return `${renderer}, ${cards === 1 ? 'one card' : `${cards} cards`}, ${
    attached.length > 0 ? 'there' : 'not there yet'
  }`;
}

/** The module's variable that makes a recorded configuration. */
function networkOf({ ethernets }: RecordedConfig): Network {
  const [{ nameservers }] = Object.values(ethernets);
  return {
    domain: nameservers!.search[0],
    dns_servers: nameservers!.addresses,
    interfaces: Object.entries(ethernets).map(
      ([name, { match, addresses, routes }]) => {
        const [address, prefixLength] = addresses[0].split('/');
        return {
          ...first,
          name,
          mac_address: match.macaddress,
          ipv4: {
            address,
            prefix_length: Number(prefixLength),
            gateway: routes?.[0].via,
          },
        };
      },
    ),
  };
}

/** The module gives one search domain; some recordings have more. */
function withOneSearchDomain({ ethernets }: RecordedConfig) {
  return {
    version: 2,
    ethernets: Object.fromEntries(
      Object.entries(ethernets).map(([name, { nameservers, ...entry }]) => [
        name,
        nameservers
          ? {
              ...entry,
              nameservers: {
                ...nameservers,
                search: nameservers.search.slice(0, 1),
              },
            }
          : entry,
      ]),
    ),
  };
}

describe('cloud-init, told of its guest by the module rhel9-vm', () => {
  let cloudInit: CloudInit;
  /** What cloud-init is told of each network. */
  const configs = new Map<Network, unknown>();

  beforeAll(async () => {
    cloudInit = await CloudInit.start();
    for (const [, network] of networks) {
      const guestinfo = await guestinfoOf(variablesOf(network));
      configs.set(
        network,
        await cloudInit.readMetadata(guestinfo['guestinfo.metadata']),
      );
    }
  });

  it('is 22.4 or newer', () => {
    expect(cloudInit.version).toMatch(/^(22\.4|2[3-9]\.|[3-9]\d\.)/);
  });

  async function renderFor(
    wanted: Network,
    renderer: Renderer,
    attached: AttachedCard[],
  ): Promise<RenderedCard[]> {
    const files = await cloudInit.render(
      configs.get(wanted),
      renderer,
      attached,
    );
    return renderedCards(files, renderer);
  }

  function expectedCards(
    { interfaces, ...network }: Network,
    renderer: Renderer,
    attached: AttachedCard[],
  ): RenderedCard[] {
    return interfaces
      .map(({ name, mac_address, ipv4 }, index) => ({
        // NetworkManager and netplan go by the MAC address, whatever the device is called.
        device:
          renderer === 'sysconfig'
            ? attached[index]?.device ?? name
            : undefined,
        macAddress: mac_address,
        address: `${ipv4!.address}/${ipv4!.prefix_length}`,
        gateway: ipv4!.gateway,
        dnsServers: index === 0 ? network.dns_servers : [],
        searchDomains: index === 0 ? [network.domain] : [],
      }))
      .sort((a, b) => a.address.localeCompare(b.address));
  }

  describe.each<Renderer>(['sysconfig', 'network-manager', 'netplan'])(
    'by %s',
    renderer => {
      it.each(networks)(
        'gives each card its network: %s, there',
        async (_, wanted) => {
          const attached = cloudInit.canAttachCards
            ? wanted.interfaces.map(({ mac_address }, index) => ({
                device: devices[index],
                macAddress: mac_address,
              }))
            : [];
          expect(await renderFor(wanted, renderer, attached)).toEqual(
            expectedCards(wanted, renderer, attached),
          );
        },
      );

      it('goes by the MAC addresses of cards that are not there yet', async () => {
        expect(await renderFor(twoCards, renderer, [])).toEqual(
          expectedCards(twoCards, renderer, []),
        );
      });
    },
  );

  describe('of IPv6', () => {
    const dual: Network = {
      ...common,
      interfaces: [
        {
          ...first,
          ipv6: {
            address: '2001:db8::17',
            prefix_length: 64,
            gateway: '2001:db8::1',
          },
        },
        {
          ...second,
          ipv4: undefined,
          ipv6: { address: '2001:db8:1::34', prefix_length: 64 },
        },
      ],
    };

    const filesOf = async (renderer: Renderer) => {
      const guestinfo = await guestinfoOf(variablesOf(dual));
      const files = await cloudInit.render(
        await cloudInit.readMetadata(guestinfo['guestinfo.metadata']),
        renderer,
        [],
      );
      return Object.values(files).join('\n');
    };

    it('gives each card its address and keeps the default route of IPv4, by sysconfig', async () => {
      const text = await filesOf('sysconfig');
      expect(text).toContain('IPADDR=192.0.2.17');
      expect(text).toContain('GATEWAY=192.0.2.1');
      expect(text).toContain('IPV6ADDR=2001:db8::17/64');
      expect(text).toContain('IPV6ADDR=2001:db8:1::34/64');
    });

    it('gives each card its address and keeps the default route of IPv4, by NetworkManager', async () => {
      const text = await filesOf('network-manager');
      expect(text).toMatch(/address1=192\.0\.2\.17\/24/);
      expect(text).toMatch(/route1=0\.0\.0\.0\/0,192\.0\.2\.1/);
      expect(text).toMatch(/address1=2001:db8::17\/64/);
      expect(text).toMatch(/address1=2001:db8:1::34\/64/);
    });

    it('is handed to netplan as it is, with both default routes', async () => {
      const text = await filesOf('netplan');
      expect(text).toContain('2001:db8::17/64');
      expect(text).toContain('2001:db8:1::34/64');
      expect(text).toMatch(/to: ['"]?0\.0\.0\.0\/0/);
      expect(text).toMatch(/to: ['"]?::\/0/);
    });
  });

  it.each<Renderer>(['sysconfig', 'network-manager'])(
    'finds no card by a pattern of names, by %s',
    async renderer => {
      const files = await cloudInit.render(
        {
          version: 2,
          ethernets: {
            primary: { match: { name: 'e*' }, addresses: ['192.0.2.17/24'] },
          },
        },
        renderer,
        cloudInit.canAttachCards
          ? [{ device: 'ens192', macAddress: first.mac_address }]
          : [],
      );
      expect(renderedCards(files, renderer)).toMatchObject([
        { device: 'primary', macAddress: undefined },
      ]);
    },
  );

  describe.each(recorded.map(one => [one.version, one] as const))(
    'as %s was recorded',
    (_version, { renderings }) => {
      it.each(renderings.map(one => [describeRendering(one), one] as const))(
        'gives each card its network by %s',
        (_description, { config, renderer, attached, files }) => {
          expect(renderedCards(files, renderer)).toEqual(
            Object.entries(config.ethernets)
              .map(([name, { match, addresses, routes, nameservers }]) => ({
                device:
                  renderer === 'sysconfig'
                    ? attached.find(
                        ({ macAddress }) => macAddress === match.macaddress,
                      )?.device ?? name
                    : undefined,
                macAddress: match.macaddress,
                address: addresses[0],
                gateway: routes?.[0].via,
                dnsServers: nameservers?.addresses ?? [],
                searchDomains: nameservers?.search ?? [],
              }))
              .sort((one, other) => one.address.localeCompare(other.address)),
          );
        },
      );

      it('was told what the module tells', async () => {
        const told = new Map(
          renderings.map(({ config }) => [JSON.stringify(config), config]),
        );
        for (const config of told.values()) {
          const guestinfo = await guestinfoOf(variablesOf(networkOf(config)));
          const metadata = Buffer.from(
            guestinfo['guestinfo.metadata'],
            'base64',
          ).toString();
          expect(JSON.parse(metadata).network).toMatchObject(
            withOneSearchDomain(config),
          );
        }
      });
    },
  );

  it('adds the user to the groups of the distribution', async () => {
    const groupsOf = async (access: object) => {
      const guestinfo = await guestinfoOf(variablesOf(networks[0][1], access));
      const userdata = Buffer.from(
        guestinfo['guestinfo.userdata'],
        'base64',
      ).toString();
      await cloudInit.checkUserdata(userdata);
      return JSON.parse(userdata.replace('#cloud-config\n', '')).users[0]
        .groups;
    };
    expect(await groupsOf({})).toEqual(['wheel']);
    expect(await groupsOf({ groups: ['sudo'] })).toEqual(['sudo']);
  });

  it('finds the users right by its schema', async () => {
    const guestinfo = await guestinfoOf(
      variablesOf(networks[0][1], {
        user: 'null',
        ssh_public_keys: [
          'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample "anna": ${not} @acme',
          'ecdsa-sha2-nistp256 AAAAE2VjZHNh # second',
        ],
      }),
    );
    const userdata = Buffer.from(
      guestinfo['guestinfo.userdata'],
      'base64',
    ).toString();
    await cloudInit.checkUserdata(userdata);
    await expect(
      cloudInit.checkUserdata(
        userdata.replace('"lock_passwd":true', '"shel":1'),
      ),
    ).rejects.toThrow('users.0');
  });

  it.each<[string, Partial<Network>, string]>([
    ['no card', { interfaces: [] }, 'At least one network card'],
    [
      'an upper-case MAC address',
      { interfaces: [{ ...first, mac_address: '00:50:56:AA:22:33' }] },
      'six octets in lower case',
    ],
    [
      "a group's MAC address",
      { interfaces: [{ ...first, mac_address: '01:50:56:00:22:33' }] },
      'six octets in lower case',
    ],
    [
      'a MAC address twice',
      { interfaces: [first, { ...second, mac_address: first.mac_address }] },
      'a MAC address of its own',
    ],
    [
      'a name twice',
      { interfaces: [first, { ...second, name: 'eth0' }] },
      'a name of its own',
    ],
    [
      'a name that no device can have',
      { interfaces: [{ ...first, name: 'the first card' }] },
      'name of a network card must be',
    ],
    [
      'a gateway in another network',
      {
        interfaces: [
          { ...first, ipv4: { ...first.ipv4, gateway: '10.0.0.1' } },
        ],
      },
      'another address in the network of',
    ],
    [
      'itself as gateway',
      {
        interfaces: [
          { ...first, ipv4: { ...first.ipv4, gateway: '192.0.2.17' } },
        ],
      },
      'another address in the network of',
    ],
    [
      'a gateway of the second card',
      { interfaces: [second, first] },
      'Only the first network card',
    ],
    [
      'a prefix length that there is not',
      {
        interfaces: [
          { ...first, ipv4: { address: '192.0.2.17', prefix_length: 33 } },
        ],
      },
      'an IPv4 address and its prefix',
    ],
  ])(
    'is told nothing of %s, which the module refuses',
    async (_, changes, words) => {
      await expect(
        guestinfoOf(variablesOf({ ...networks[0][1], ...changes })),
      ).rejects.toThrow(words);
    },
  );
});
