import fc from 'fast-check';
import { isAnswerTo } from './answers';
import { findForgery, sign, TsigKey } from './tsig';
import { encodeUpdate, nameIsFree } from './update';

// What BIND 9.18 answered to an update; the key was made for it alone.
const key: TsigKey = {
  name: 'backlot',
  algorithm: 'hmac-sha256',
  secret: Buffer.from('fA1UMbR7RUWP+rIJvomz29xmvn8javcFtuTXnpXIOqg=', 'base64'),
};
const now = new Date('2026-11-30T05:29:41Z');
const update = encodeUpdate(0x1234, {
  zone: 'dev.acme.example',
  prerequisites: [nameIsFree('print.dev.acme.example')],
  changes: [],
});
const requestMac = Buffer.from(
  '22a1f4e3c24bbbe277525b92bfa4843d3c11c0aafc5e918e6e3bf75009a61428',
  'hex',
);
const answer = Buffer.from(
  [
    '1234a8060001000000000001036465760461636d65076578616d706c6500000600',
    '01076261636b6c6f740000fa00ff00000000003d0b686d61632d73686132353600',
    '00006b0d09c5012c002080678583e14d302c8251fc3bc19ddea5b2ea9d32986aa9',
    '212707cbcaeb14b4e8123400000000',
  ].join(''),
  'hex',
);

/** What is signed, and the signature with what it says of itself. */
const signedBytes = fc.oneof(fc.nat(33), fc.integer({ min: 66, max: 111 }));

function isTrusted(message: Buffer): boolean {
  try {
    return (
      isAnswerTo(message, 0x1234) &&
      findForgery(message, key, requestMac, now) === undefined
    );
  } catch (error) {
    expect(error).toHaveProperty('name', 'RangeError');
    return false;
  }
}

describe('signatures', () => {
  it('are those that BIND knows', () => {
    const { message, mac } = sign(update, key, now);
    expect(mac).toEqual(requestMac);
    expect(message.readUInt16BE(10)).toBe(1);
    expect(message.includes(requestMac)).toBe(true);
    expect(findForgery(answer, key, requestMac, now)).toBeUndefined();
  });

  it('are of the length that their algorithm has', () => {
    const { mac } = sign(update, { ...key, algorithm: 'hmac-sha512' }, now);
    expect(mac).toHaveLength(64);
  });

  it('do not hold for another request, key or time', () => {
    const forged = (
      change: Partial<{ key: TsigKey; mac: Buffer; at: string }>,
    ) =>
      findForgery(
        answer,
        change.key ?? key,
        change.mac ?? requestMac,
        change.at === undefined ? now : new Date(change.at),
      );
    const wrong = 'with a wrong signature';
    expect(forged({ key: { ...key, secret: Buffer.from('?') } })).toBe(wrong);
    expect(forged({ key: { ...key, name: 'other' } })).toBe(wrong);
    expect(forged({ mac: Buffer.from('another') })).toBe(wrong);
    expect(forged({ at: '2026-11-30T05:34:41Z' })).toBeUndefined();
    expect(forged({ at: '2026-11-30T05:34:42Z' })).toBe(
      'signed at another time',
    );
  });

  it('do not hold for anything else that is said', () => {
    fc.assert(
      fc.property(signedBytes, fc.integer({ min: 1, max: 255 }), (at, by) => {
        const message = Buffer.from(answer);
        message[at] = (message[at] + by) % 256;
        expect(isTrusted(message)).toBe(false);
      }),
      { numRuns: 1000 },
    );
    expect(isTrusted(answer)).toBe(true);
    expect(isTrusted(Buffer.concat([answer, answer]))).toBe(false);
  });

  it('are missed where there is none', () => {
    const bare = Buffer.from(answer.subarray(0, 34));
    bare.writeUInt16BE(0, 10);
    expect(findForgery(bare, key, requestMac, now)).toBe('unsigned');
  });
});
