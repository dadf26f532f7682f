import { createHmac, timingSafeEqual } from 'node:crypto';
import { encodeName, endOfName } from './names';

/** What updates can be signed with. */
export const tsigAlgorithms = [
  'hmac-sha256',
  'hmac-sha384',
  'hmac-sha512',
] as const;

export type TsigAlgorithm = (typeof tsigAlgorithms)[number];

/** A key that the name server has, too. */
export interface TsigKey {
  /** In lower case. */
  name: string;
  algorithm: TsigAlgorithm;
  secret: Buffer;
}

/** A signature as messages hold it, at their end. */
interface Tsig {
  /** Where its record begins. */
  start: number;
  time: Buffer;
  fudge: number;
  mac: Buffer;
  originalId: number;
  error: number;
  other: Buffer;
}

const typeTsig = 250;
const classAny = 255;
/** Seconds by which the clocks of both sides may differ. */
const fudgeSeconds = 300;

const errors: Record<number, string> = {
  16: 'BADSIG',
  17: 'BADKEY',
  18: 'BADTIME',
  22: 'BADTRUNC',
};

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

function macOf(
  key: TsigKey,
  message: Buffer,
  {
    time,
    fudge,
    error,
    other,
  }: Pick<Tsig, 'time' | 'fudge' | 'error' | 'other'>,
  requestMac?: Buffer,
): Buffer {
  const hmac = createHmac(key.algorithm.slice('hmac-'.length), key.secret);
  if (requestMac) {
    hmac.update(uint16(requestMac.length)).update(requestMac);
  }
  return hmac
    .update(message)
    .update(encodeName(key.name))
    .update(uint16(classAny))
    .update(Buffer.alloc(4))
    .update(encodeName(key.algorithm))
    .update(time)
    .update(uint16(fudge))
    .update(uint16(error))
    .update(uint16(other.length))
    .update(other)
    .digest();
}

/** A message with other values in its header. */
function withHeader(
  message: Buffer,
  header: { id: number; additional: number },
): Buffer {
  const copy = Buffer.from(message);
  copy.writeUInt16BE(header.id, 0);
  copy.writeUInt16BE(header.additional, 10);
  return copy;
}

/**
 * Signs a message, as RFC 8945 has it.
 *
 * @returns the signed message, and the code that its answer is signed with, too
 */
export function sign(
  message: Buffer,
  key: TsigKey,
  now: Date,
): { message: Buffer; mac: Buffer } {
  const time = Buffer.alloc(6);
  time.writeUIntBE(Math.floor(now.getTime() / 1000), 0, 6);
  const unsigned = {
    time,
    fudge: fudgeSeconds,
    error: 0,
    other: Buffer.alloc(0),
  };
  const mac = macOf(key, message, unsigned);
  const id = message.readUInt16BE(0);
  const data = Buffer.concat([
    encodeName(key.algorithm),
    time,
    uint16(fudgeSeconds),
    uint16(mac.length),
    mac,
    uint16(id),
    uint16(0),
    uint16(0),
  ]);
  const additional = message.readUInt16BE(10) + 1;
  return {
    message: Buffer.concat([
      withHeader(message, { id, additional }),
      encodeName(key.name),
      uint16(typeTsig),
      uint16(classAny),
      Buffer.alloc(4),
      uint16(data.length),
      data,
    ]),
    mac,
  };
}

/** The signature at the end of a message; undefined where there is none. */
function findTsig(message: Buffer): Tsig | undefined {
  const [questions, ...counts] = [4, 6, 8, 10].map(at =>
    message.readUInt16BE(at),
  );
  let offset = 12;
  for (let question = 0; question < questions; question++) {
    offset = endOfName(message, offset) + 4;
  }
  const records = counts.reduce((sum, count) => sum + count, 0);
  for (let record = 1; record <= records; record++) {
    const start = offset;
    const fixed = endOfName(message, offset);
    offset = fixed + 10 + message.readUInt16BE(fixed + 8);
    const isLast = record === records && offset === message.length;
    if (isLast && message.readUInt16BE(fixed) === typeTsig) {
      const data = endOfName(message, fixed + 10);
      const macEnd = data + 10 + message.readUInt16BE(data + 8);
      return {
        start,
        time: message.subarray(data, data + 6),
        fudge: message.readUInt16BE(data + 6),
        mac: message.subarray(data + 10, macEnd),
        originalId: message.readUInt16BE(macEnd),
        error: message.readUInt16BE(macEnd + 2),
        other: message.subarray(macEnd + 6, offset),
      };
    }
  }
  return undefined;
}

/**
 * Checks who an answer is from.
 *
 * @param requestMac - of the message that it answers
 * @returns why it is not to be trusted, in the protocol's terms; undefined where it is
 */
export function findForgery(
  answer: Buffer,
  key: TsigKey,
  requestMac: Buffer,
  now: Date,
): string | undefined {
  const tsig = findTsig(answer);
  if (!tsig) {
    return 'unsigned';
  }
  const { start, time, fudge, mac, originalId, error } = tsig;
  if (error !== 0) {
    return errors[error] ?? `TSIG error ${error}`;
  }
  const signed = withHeader(answer.subarray(0, start), {
    id: originalId,
    additional: answer.readUInt16BE(10) - 1,
  });
  const expected = macOf(key, signed, tsig, requestMac);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) {
    return 'with a wrong signature';
  }
  const age = Math.abs(now.getTime() / 1000 - time.readUIntBE(0, 6));
  return age > fudge ? 'signed at another time' : undefined;
}
