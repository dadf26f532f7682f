import fc from 'fast-check';
import { joinNetwork, NetworkParts } from './joinNetwork';

const parts: NetworkParts = {
  network: { dnsServers: ['10.20.0.53'], domain: 'dev.acme.example' },
  interfaces: [
    { name: 'eth0', macAddress: '00:50:56:00:00:11' },
    { name: 'eth1', macAddress: '00:50:56:00:00:12' },
  ],
  networks: [
    { id: 'dvportgroup-20', name: 'app' },
    { id: 'dvportgroup-21', name: 'db' },
  ],
  allocations: [
    {
      key: 'web01.dev.acme.example/eth0/ipv4',
      interface: 'eth0',
      family: 'ipv4',
      network: 'app',
      gateway: '10.20.210.1',
    },
    {
      key: 'web01.dev.acme.example/eth0/ipv6',
      interface: 'eth0',
      family: 'ipv6',
      network: 'app',
      gateway: '2001:db8:20:210::1',
    },
    {
      key: 'web01.dev.acme.example/eth1/ipv4',
      interface: 'eth1',
      family: 'ipv4',
      network: 'db',
      gateway: '10.20.120.1',
    },
  ],
  addresses: ['10.20.210.7', '2001:db8:20:210::7', '10.20.120.7'],
  prefixLengths: [24, 64, 24],
  urls: ['https://netbox/1', 'https://netbox/2', null],
};

describe('joinNetwork', () => {
  it('gives each card its addresses, and the first the gateways', () => {
    expect(joinNetwork(parts)).toEqual({
      variable: {
        domain: 'dev.acme.example',
        dns_servers: ['10.20.0.53'],
        interfaces: [
          {
            name: 'eth0',
            network_id: 'dvportgroup-20',
            network: 'app',
            adapter_type: 'vmxnet3',
            mac_address: '00:50:56:00:00:11',
            ipv4: {
              address: '10.20.210.7',
              prefix_length: 24,
              gateway: '10.20.210.1',
            },
            ipv6: {
              address: '2001:db8:20:210::7',
              prefix_length: 64,
              gateway: '2001:db8:20:210::1',
            },
          },
          {
            name: 'eth1',
            network_id: 'dvportgroup-21',
            network: 'db',
            adapter_type: 'vmxnet3',
            mac_address: '00:50:56:00:00:12',
            ipv4: { address: '10.20.120.7', prefix_length: 24 },
          },
        ],
      },
      address: {
        address: '10.20.210.7',
        prefixLength: 24,
        gateway: '10.20.210.1',
        dnsServers: ['10.20.0.53'],
        domain: 'dev.acme.example',
        key: 'web01.dev.acme.example/eth0/ipv4',
        url: 'https://netbox/1',
        others: [
          {
            key: 'web01.dev.acme.example/eth0/ipv6',
            interface: 'eth0',
            network: 'app',
            address: '2001:db8:20:210::7',
            prefixLength: 64,
            gateway: '2001:db8:20:210::1',
            url: 'https://netbox/2',
          },
          {
            key: 'web01.dev.acme.example/eth1/ipv4',
            interface: 'eth1',
            network: 'db',
            address: '10.20.120.7',
            prefixLength: 24,
          },
        ],
      },
    });
  });

  it('says nothing of others where there is one address', () => {
    const { address } = joinNetwork({
      ...parts,
      interfaces: parts.interfaces.slice(0, 1),
      networks: parts.networks.slice(0, 1),
      allocations: parts.allocations.slice(0, 1),
      addresses: ['10.20.210.7'],
      prefixLengths: [24],
    });
    expect(address).not.toHaveProperty('others');
  });

  it.each<[string, Partial<NetworkParts>, RegExp]>([
    [
      'a card without a network',
      { networks: parts.networks.slice(1) },
      /2 network cards, but 1 networks/,
    ],
    [
      'an allocation without an address',
      { addresses: ['10.20.210.7'] },
      /3 addresses to allocate, but there are 1/,
    ],
    [
      'a first card without an address',
      {
        allocations: parts.allocations.slice(2),
        addresses: ['10.20.120.7'],
        prefixLengths: [24],
      },
      /first network card has no address/,
    ],
  ])('refuses %s', (_, changes, words) => {
    expect(() => joinNetwork({ ...parts, ...changes })).toThrow(words);
  });

  it('loses no address, whatever the families of the cards', () => {
    const families = fc.constantFrom<('ipv4' | 'ipv6')[]>(
      ['ipv4'],
      ['ipv6'],
      ['ipv4', 'ipv6'],
    );
    fc.assert(
      fc.property(
        fc.array(families, { minLength: 1, maxLength: 10 }),
        cards => {
          const allocations = cards.flatMap((of, card) =>
            of.map(family => ({
              key: `web01/eth${card}/${family}`,
              interface: `eth${card}`,
              family,
              network: `net${card}`,
              gateway: `gateway of net${card}`,
            })),
          );
          const addresses = allocations.map(({ key }) => `address of ${key}`);
          const { variable, address } = joinNetwork({
            network: parts.network,
            interfaces: cards.map((_, card) => ({
              name: `eth${card}`,
              macAddress: `00:50:56:00:00:0${card}`,
            })),
            networks: cards.map((_, card) => ({
              id: `id-${card}`,
              name: `net${card}`,
            })),
            allocations,
            addresses,
            prefixLengths: allocations.map(() => 24),
          });
          expect([address, ...(address.others ?? [])]).toMatchObject(
            allocations.map(({ key }, index) => ({
              key,
              address: addresses[index],
            })),
          );
          expect(
            variable.interfaces.map(({ ipv4, ipv6 }) => [
              ipv4?.address,
              ipv6?.address,
            ]),
          ).toEqual(
            cards.map((of, card) =>
              (['ipv4', 'ipv6'] as const).map(family =>
                of.includes(family)
                  ? `address of web01/eth${card}/${family}`
                  : undefined,
              ),
            ),
          );
        },
      ),
    );
  });
});
