import fc from 'fast-check';
import { isIPv6 } from 'node:net';
import { endOfName, encodeName, canonicalName } from './names';
import { add, encodeUpdate, hexOfIpv6, nameIsFree, remove } from './update';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const name = fc
  .array(label, { minLength: 1, maxLength: 6 })
  .map(labels => labels.join('.'));

describe('names', () => {
  it('end where the next thing begins', () => {
    fc.assert(
      fc.property(name, fc.nat(20), (text, before) => {
        const encoded = encodeName(text);
        const message = Buffer.concat([
          Buffer.alloc(before),
          encoded,
          Buffer.from([1, 2, 3]),
        ]);
        expect(endOfName(message, before)).toBe(before + encoded.length);
      }),
    );
    // A pointer to another name ends it.
    expect(endOfName(Buffer.from([3, 97, 98, 99, 0xc0, 12]), 0)).toBe(6);
  });

  it('are compared without case and without the root', () => {
    expect(canonicalName('Web01.DEV.acme.example.')).toBe(
      'web01.dev.acme.example',
    );
  });

  it.each(['a..b', 'ä.example', 'a b.example', `${'a'.repeat(64)}.example`])(
    'are refused where DNS cannot hold them: %p',
    wrong => {
      expect(() => encodeName(wrong)).toThrow(
        `"${wrong}" is no name that DNS can hold`,
      );
    },
  );

  it('are refused where they are too long as a whole', () => {
    const labels = Array(64).fill('abc');
    expect(() => encodeName(labels.join('.'))).toThrow('no name');
    expect(encodeName(labels.slice(1).join('.'))).toHaveLength(253);
  });
});

describe('hexOfIpv6', () => {
  it.each([
    ['::', '0'.repeat(32)],
    ['::1', '1'.padStart(32, '0')],
    ['2001:DB8::17', '20010db8000000000000000000000017'],
    ['fe80::', 'fe80'.padEnd(32, '0')],
    ['::ffff:10.20.0.17', 'ffff0a140011'.padStart(32, '0')],
  ])('is all digits of %s', (address, digits) => {
    expect(hexOfIpv6(address)).toBe(digits);
  });

  it('is the same however an address is written', () => {
    fc.assert(
      fc.property(fc.ipV6(), address => {
        fc.pre(isIPv6(address));
        const digits = hexOfIpv6(address);
        const long = digits.match(/.{4}/g)!.join(':');
        expect(digits).toMatch(/^[0-9a-f]{32}$/);
        expect(hexOfIpv6(long)).toBe(digits);
      }),
    );
  });
});

describe('encodeUpdate', () => {
  it('is the message that RFC 2136 describes', () => {
    const web = 'w.a';
    const record = { type: 'A', name: web, address: '10.20.0.17' } as const;
    const message = encodeUpdate(0x1234, {
      zone: 'a',
      prerequisites: [nameIsFree(web)],
      changes: [add(record, 300), remove(record)],
    });
    expect(message.toString('hex')).toBe(
      [
        '1234280000010001' + '00020000',
        '016100' + '0006' + '0001',
        '0177016100' + '00ff' + '00fe' + '00000000' + '0000',
        '0177016100' + '0001' + '0001' + '0000012c' + '0004' + '0a140011',
        '0177016100' + '0001' + '00fe' + '00000000' + '0004' + '0a140011',
      ].join(''),
    );
  });
});
