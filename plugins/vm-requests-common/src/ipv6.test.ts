import fc from 'fast-check';
import { isSameAddress, liesInIpv6 } from './ipv6';

describe('isSameAddress', () => {
  it.each<[string, string, boolean]>([
    ['2001:db8::17', '2001:DB8:0:0:0:0:0:17', true],
    ['2001:db8::17', '2001:db8::18', false],
    ['::', '0:0:0:0:0:0:0:0', true],
    ['::ffff:10.0.0.7', '::ffff:a00:7', true],
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.8', false],
    // Neither is an address.
    ['2001:db8::1::2', '2001:db8::1:0:2', false],
    ['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8', false],
    ['1:2:3:4:5:6:7::8', '1:2:3:4:5:6:7:8', false],
    ['::ffff:10.0.0.256', '::ffff:a00:100', false],
  ])('of %s and %s is %p', (one, other, same) => {
    expect(isSameAddress(one, other)).toBe(same);
    expect(isSameAddress(other, one)).toBe(same);
  });

  it('holds for each address with its zeros left out or not', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
        expect(isSameAddress(one, one.toUpperCase())).toBe(true);
        const written = (address: string) =>
          new URL(`http://[${address}]/`).host;
        expect(isSameAddress(one, other)).toBe(written(one) === written(other));
        expect(isSameAddress(one, written(one).slice(1, -1))).toBe(true);
      }),
    );
  });
});

describe('liesInIpv6', () => {
  it.each<[string, string, boolean]>([
    ['2001:db8:0:1::1', '2001:db8:0:1::/64', true],
    ['2001:db8:0:2::1', '2001:db8:0:1::/64', false],
    ['2001:db8:0:1::3f', '2001:db8:0:1::/122', true],
    ['2001:db8:0:1::40', '2001:db8:0:1::/122', false],
    ['fe80::1', '2001:db8:0:1::/64', false],
    ['::1', '::/0', true],
    ['10.0.0.1', '2001:db8::/64', false],
    ['1::8', '1:0:0:0:0:0:0:8/128', true],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:7/127', true],
    // Not every text is a prefix.
    ['::1', '::', false],
    ['::1', '::/', false],
    ['::1', '::/x', false],
    ['::1', '::/129', false],
    ['::1', '::/-1', false],
    ['::1', '::/64/64', false],
    ['::1', '', false],
  ])('of %s in %s is %p', (address, prefix, lies) => {
    expect(liesInIpv6(address, prefix)).toBe(lies);
  });
});
