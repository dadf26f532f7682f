import fc from 'fast-check';
import {
  compareIp,
  contains,
  formatIp,
  IpValue,
  networkRange,
  parseIp,
} from './ipAddress';

const value: fc.Arbitrary<IpValue> = fc.oneof(
  fc.record({
    family: fc.constant(4 as const),
    host: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
    length: fc.integer({ min: 0, max: 32 }),
  }),
  fc.record({
    family: fc.constant(6 as const),
    host: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
    length: fc.integer({ min: 0, max: 128 }),
  }),
);

describe('addresses', () => {
  it.each([
    ['10.20.0.1', '10.20.0.1/32'],
    ['10.20.0.1/24', '10.20.0.1/24'],
    ['2001:DB8:0:0:20::1/64', '2001:db8::20:0:0:1/64'],
    ['2001:db8:20::/64', '2001:db8:20::/64'],
    ['::', '::/128'],
    ['::1', '::1/128'],
    ['fe80::1:0:0:0', 'fe80::1:0:0:0/128'],
    ['::ffff:10.0.0.1', '::ffff:a00:1/128'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7/128'],
  ])('reads %s as %s', (text, canonical) => {
    expect(formatIp(parseIp(text)!)).toBe(canonical);
  });

  it.each(['', '10.20.0', '10.20.0.256', '10.0.0.1/33', 'fe80::1%eth0', 'a/b'])(
    'does not read %j',
    text => {
      expect(parseIp(text)).toBeUndefined();
    },
  );

  it('reads what it writes', () => {
    fc.assert(
      fc.property(value, written => {
        expect(parseIp(formatIp(written))).toEqual(written);
      }),
    );
  });

  it('contains exactly what lies between the ends of a network', () => {
    fc.assert(
      fc.property(value, value, (network, other) => {
        const { first, last } = networkRange(network);
        expect(contains(network, { ...network, host: first })).toBe(true);
        expect(contains(network, { ...network, host: last })).toBe(true);
        expect(contains(network, other)).toBe(
          network.family === other.family &&
            other.length >= network.length &&
            first <= other.host &&
            other.host <= last,
        );
      }),
    );
  });

  it('sorts in one order', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(Math.sign(compareIp(a, b)) + Math.sign(compareIp(b, a))).toBe(0);
      }),
    );
  });
});
