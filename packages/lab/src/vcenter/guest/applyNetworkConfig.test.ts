import fc from 'fast-check';
import { applyNetworkConfig } from './applyNetworkConfig';

const mac = '00:50:56:11:22:33';
const otherMac = '00:50:56:44:55:6a';

function configOf(changes: object = {}, key = 'eth0') {
  return {
    version: 2,
    ethernets: {
      [key]: {
        match: { macaddress: mac },
        addresses: ['192.0.2.17/24'],
        routes: [{ to: '0.0.0.0/0', via: '192.0.2.1' }],
        nameservers: { addresses: ['192.0.2.53'] },
        ...changes,
      },
    },
  };
}

describe('applyNetworkConfig', () => {
  it('gives a card its address when the MAC address is that card’s', () => {
    expect(applyNetworkConfig(configOf(), [mac])).toEqual({
      addresses: ['192.0.2.17'],
      reachedBy: '192.0.2.17',
    });
  });

  it.each<[string, object]>([
    [
      'a MAC address in upper case',
      { match: { macaddress: otherMac.toUpperCase() } },
    ],
    [
      'a new name for the card',
      { match: { macaddress: otherMac }, 'set-name': 'lan0' },
    ],
    [
      'gateway4',
      { match: { macaddress: otherMac }, routes: [], gateway4: '192.0.2.1' },
    ],
  ])('takes %s', (_, changes) => {
    expect(applyNetworkConfig(configOf(changes), [otherMac])).toEqual({
      addresses: ['192.0.2.17'],
      reachedBy: '192.0.2.17',
    });
  });

  it('takes a key that is a card’s name', () => {
    expect(
      applyNetworkConfig(configOf({ match: undefined }, 'ens224'), [
        otherMac,
        mac,
      ]),
    ).toEqual({
      addresses: [undefined, '192.0.2.17'],
      reachedBy: '192.0.2.17',
    });
  });

  it.each<[string, object]>([
    ['the MAC address of no card', { match: { macaddress: otherMac } }],
    ['a pattern of names', { match: { name: 'e*' } }],
    ['the name of the card', { match: { name: 'ens192' } }],
    [
      'a new name for no card',
      { match: { macaddress: otherMac }, 'set-name': 'lan0' },
    ],
    ['no gateway', { routes: [] }],
    [
      'a gateway elsewhere',
      { routes: [{ to: '0.0.0.0/0', via: '192.0.3.1' }] },
    ],
    ['itself as gateway', { routes: [{ to: '0.0.0.0/0', via: '192.0.2.17' }] }],
    ['a route to "default"', { routes: [{ to: 'default', via: '192.0.2.1' }] }],
    ['an address without its prefix length', { addresses: ['192.0.2.17'] }],
    ['no address', { addresses: [] }],
    ['an address of the wrong kind', { addresses: '192.0.2.17/24' }],
  ])('lets nobody reach a guest with %s', (_, changes) => {
    expect(
      applyNetworkConfig(configOf(changes), [mac]).reachedBy,
    ).toBeUndefined();
  });

  it.each([undefined, null, 'text', {}, { version: 1, config: [] }])(
    'gives no address by %p',
    config => {
      expect(applyNetworkConfig(config, [mac])).toMatchObject({
        addresses: [undefined],
      });
    },
  );

  it('stops at a new name for a MAC address in upper case', () => {
    const changes = {
      match: { macaddress: otherMac.toUpperCase() },
      'set-name': 'lan0',
    };
    expect(applyNetworkConfig(configOf(changes), [otherMac])).toEqual({
      addresses: [undefined],
    });
  });

  it('writes nothing at all when cloud-init stops at one card', () => {
    const { ethernets } = configOf();
    expect(
      applyNetworkConfig(
        {
          version: 2,
          ethernets: {
            ...ethernets,
            eth1: {
              match: { macaddress: otherMac },
              addresses: ['198.51.100.17/24'],
              routes: [{ to: 'default', via: '198.51.100.1' }],
            },
          },
        },
        [mac, otherMac],
      ),
    ).toEqual({ addresses: [undefined, undefined] });
  });

  it('finds each of several cards by its MAC address, whatever their order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 250 }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.func(fc.integer()),
        (numbers, rank) => {
          const macOf = (number: number) =>
            `00:50:56:00:00:${number.toString(16).padStart(2, '0')}`;
          const config = {
            version: 2,
            ethernets: Object.fromEntries(
              numbers.map((number, index) => [
                `eth${index}`,
                {
                  match: { macaddress: macOf(number) },
                  addresses: [`10.0.${number}.7/24`],
                  ...(index === 0 && {
                    routes: [{ to: '0.0.0.0/0', via: `10.0.${number}.1` }],
                  }),
                },
              ]),
            ),
          };
          const cards = [...numbers].sort((a, b) => rank(a) - rank(b));
          expect(applyNetworkConfig(config, cards.map(macOf))).toEqual({
            addresses: cards.map(number => `10.0.${number}.7`),
            reachedBy: `10.0.${numbers[0]}.7`,
          });
        },
      ),
    );
  });
});
