import { availableAddresses } from './availableAddresses';
import { formatIp } from './ipAddress';
import { addressModel } from './models/addresses';
import { prefixModel } from './models/prefixes';
import { AddressRow, PrefixRow } from './tables';

const row = { id: 1, created: '', last_updated: '' };

function first(
  count: number,
  prefix: Partial<PrefixRow>,
  used: (Partial<AddressRow> & { address: string })[] = [],
): string[] {
  const found: string[] = [];
  const addresses = used.map(address => ({
    ...row,
    ...addressModel.defaults(),
    ...address,
  }));
  const all = { ...row, ...prefixModel.defaults(), ...prefix };
  for (const value of availableAddresses(all, addresses)) {
    if (found.length === count) {
      break;
    }
    found.push(formatIp(value));
  }
  return found;
}

describe('free addresses of a prefix', () => {
  it.each([
    ['10.0.0.0/30', false, ['10.0.0.1/30', '10.0.0.2/30']],
    [
      '10.0.0.0/30',
      true,
      ['10.0.0.0/30', '10.0.0.1/30', '10.0.0.2/30', '10.0.0.3/30'],
    ],
    ['10.0.0.0/31', false, ['10.0.0.0/31', '10.0.0.1/31']],
    ['10.0.0.7/32', false, ['10.0.0.7/32']],
    [
      '2001:db8::/126',
      false,
      ['2001:db8::1/126', '2001:db8::2/126', '2001:db8::3/126'],
    ],
    ['2001:db8::/127', false, ['2001:db8::/127', '2001:db8::1/127']],
  ])('of %s (pool: %s) are %j', (prefix, isPool, expected) => {
    expect(first(10, { prefix, is_pool: isPool })).toEqual(expected);
  });

  it('leave out what is used, whatever its mask', () => {
    expect(
      first(2, { prefix: '10.0.0.0/24' }, [
        { address: '10.0.0.1/24' },
        { address: '10.0.0.3/32' },
        { address: '10.0.1.2/24' },
      ]),
    ).toEqual(['10.0.0.2/24', '10.0.0.4/24']);
  });

  it('do not care for addresses of another VRF', () => {
    expect(
      first(1, { prefix: '10.0.0.0/24', vrf: 1 }, [{ address: '10.0.0.1/24' }]),
    ).toEqual(['10.0.0.1/24']);
  });

  it('of a container are those of its child prefixes, with its own mask', () => {
    expect(
      first(1, { prefix: '10.0.0.0/16', status: 'container' }, [
        { address: '10.0.0.1/24', vrf: 7 },
      ]),
    ).toEqual(['10.0.0.2/16']);
  });

  it('are found at once in a prefix that nobody could list', () => {
    expect(first(1, { prefix: '2001:db8::/32' })).toEqual(['2001:db8::1/32']);
  });
});
