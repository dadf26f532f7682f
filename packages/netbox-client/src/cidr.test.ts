import fc from 'fast-check';
import { isCidr, isSameAddress, isSamePrefix, liesIn } from './cidr';

describe('addresses and prefixes', () => {
  it.each([
    ['10.20.210.0/24', true],
    ['2001:db8::/64', true],
    ['10.20.210.0', false],
    ['10.20.210.0/33', false],
    ['2001:db8::/129', false],
    ['10.20.210/24', false],
    ['web/24', false],
    ['10.20.210.0/24/1', false],
    ['', false],
  ])('knows whether %j is a prefix', (text, expected) => {
    expect(isCidr(text)).toBe(expected);
  });

  it.each([
    ['10.20.210.7', '10.20.210.0/24', true],
    ['10.20.211.7', '10.20.210.0/24', false],
    ['2001:DB8::7', '2001:db8::/64', true],
    ['10.20.210.7', '2001:db8::/64', false],
    ['web', '10.20.210.0/24', false],
  ])('knows whether %s lies in %s', (address, prefix, expected) => {
    expect(liesIn(address, prefix)).toBe(expected);
  });

  it('takes different spellings for the same', () => {
    expect(isSameAddress('2001:DB8:0::1', '2001:db8::1')).toBe(true);
    expect(isSamePrefix('2001:DB8:0::/64', '2001:db8::/64')).toBe(true);
    expect(isSamePrefix('10.0.0.0/24', '10.0.0.0/25')).toBe(false);
  });

  it('finds every address in the prefix that is cut from it', () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.integer({ min: 1, max: 32 }),
        (address, length) => {
          expect(liesIn(address, `${address}/${length}`)).toBe(true);
          expect(isSameAddress(address, address)).toBe(true);
        },
      ),
    );
  });
});
