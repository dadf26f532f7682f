import fc from 'fast-check';
import {
  describeRange,
  drawMacAddresses,
  formatMacAddress,
  MacAddressRange,
  macAddressRange,
  sizeOf,
  staticMacAddresses,
} from './MacAddressRange';

describe('macAddressRange', () => {
  it('takes what vSphere takes as static addresses', () => {
    const range = macAddressRange(staticMacAddresses);
    expect(sizeOf(range)).toBe(2 ** 22);
    expect(describeRange(range)).toBe('00:50:56:00:00:00 to 00:50:56:3f:ff:ff');
  });

  it.each([
    ['one address', '00:50:56:3F:FF:FF', '00:50:56:3f:ff:ff', 1],
    ['across octets', '00:50:56:00:ff:fe', '00:50:56:01:00:01', 4],
    ['of an own prefix', '02:ac:00:00:00:00', '02:ac:00:00:ff:ff', 2 ** 16],
  ])('takes a range of %s', (_, from, to, size) => {
    expect(sizeOf(macAddressRange({ from, to }))).toBe(size);
  });

  it.each([
    ['00:50:56', '00:50:56:00:00:ff', /'00:50:56' is not a MAC address/],
    ['00-50-56-00-00-00', '00:50:56:00:00:ff', /is not a MAC address/],
    ['00:50:56:00:00:01', '00:50:56:00:00:00', /ends before it begins/],
    ['00:50:56:00:00:00', '02:00:00:00:00:00', /more than one first octet/],
    ['01:00:5e:00:00:00', '01:00:5e:00:00:ff', /no network card can have/],
    ['00:00:00:00:00:00', '00:00:00:00:00:ff', /no network card can have/],
    ['00:50:56:3f:ff:ff', '00:50:56:40:00:00', /vSphere hands out itself/],
    ['00:50:00:00:00:00', '00:51:00:00:00:00', /vSphere hands out itself/],
  ])('refuses %s to %s', (from, to, words) => {
    expect(() => macAddressRange({ from, to })).toThrow(words);
  });
});

describe('drawMacAddresses', () => {
  /** Small ranges anywhere, and what is taken in and around them. */
  const situations = fc
    .record({
      first: fc.oneof(
        fc.integer({ min: 0, max: 2 ** 48 - 50 }),
        // Those that lie across octets.
        fc
          .tuple(
            fc.integer({ min: 1, max: 5 }),
            fc.integer({ min: 1, max: 255 }),
            fc.integer({ min: -9, max: 9 }),
          )
          .map(([octet, digit, off]) => digit * 256 ** octet + off),
      ),
      size: fc.integer({ min: 1, max: 40 }),
      takenAt: fc.array(fc.integer({ min: -5, max: 45 }), { maxLength: 60 }),
      count: fc.integer({ min: 0, max: 45 }),
    })
    .map(({ first, size, takenAt, count }) => {
      const range: MacAddressRange = {
        first: Math.max(0, first),
        last: Math.max(0, first) + size - 1,
      };
      const taken = takenAt
        .map(offset => range.first + offset)
        .filter(address => address >= 0)
        .map(formatMacAddress);
      return { range, size, taken: new Set(taken), count };
    });

  const addressesOf = ({ first, last }: MacAddressRange) =>
    Array.from({ length: last - first + 1 }, (_, index) =>
      formatMacAddress(first + index),
    );

  it('answers as many free addresses as there are, each once', () => {
    fc.assert(
      fc.property(situations, ({ range, taken, count }) => {
        const free = addressesOf(range).filter(address => !taken.has(address));
        const drawn = drawMacAddresses(range, taken, count);
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.filter(address => !free.includes(address))).toEqual([]);
        expect(drawn).toHaveLength(Math.min(count, free.length));
      }),
      { numRuns: 500 },
    );
  });

  it('can draw each of a range', () => {
    fc.assert(
      fc.property(situations, fc.nat(), ({ range, size }, chosen) => {
        const [drawn] = drawMacAddresses(range, new Set(), 1, below => {
          expect(below).toBe(size);
          return chosen % size;
        });
        expect(drawn).toBe(formatMacAddress(range.first + (chosen % size)));
      }),
    );
  });

  it('writes in lower case, with colons, in an order that is the numbers’', () => {
    const mac = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(mac, mac, (one, other) => {
        expect(formatMacAddress(one)).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
        expect(
          Number.parseInt(formatMacAddress(one).replaceAll(':', ''), 16),
        ).toBe(one);
        expect(formatMacAddress(one) < formatMacAddress(other)).toBe(
          one < other,
        );
      }),
    );
  });
});
