import fc from 'fast-check';
import { parseMacAddress } from './macAddress';

const octets = fc.array(fc.integer({ min: 0, max: 255 }), {
  minLength: 6,
  maxLength: 6,
});

const hex = (octet: number) => octet.toString(16).padStart(2, '0');

describe('parseMacAddress', () => {
  it('gives one text for all ways to write a MAC address', () => {
    fc.assert(
      fc.property(octets, values => {
        const digits = values.map(hex);
        const expected = digits.join(':');
        const plain = digits.join('');
        for (const written of [
          expected,
          digits.join('-'),
          plain,
          plain.match(/.{4}/g)!.join('.'),
        ]) {
          expect(parseMacAddress(written)).toBe(expected);
          expect(parseMacAddress(written.toUpperCase())).toBe(expected);
        }
      }),
    );
  });

  it.each([
    '',
    'null',
    '00:50:56:00:00',
    '00:50:56:00:00:00:00',
    '00:50-56:00:00:00',
    '00:50:56:00:00:0g',
    ' 00:50:56:00:00:00',
  ])('finds none in "%s"', text => {
    expect(parseMacAddress(text)).toBeUndefined();
  });
});
