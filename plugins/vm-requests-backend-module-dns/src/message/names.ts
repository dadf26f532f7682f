import { InputError } from '@backstage/errors';

/** As names are compared: without case, and without the root's dot. */
export function canonicalName(name: string): string {
  const canonical = name.trim().toLowerCase().replace(/\.$/, '');
  encodeName(canonical);
  return canonical;
}

/**
 * A name as messages hold it, without compression, which signatures do not allow.
 *
 * @throws InputError when it is none
 */
export function encodeName(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  const wrong = labels.some(label => !/^[\x21-\x7e]{1,63}$/.test(label));
  const encoded = Buffer.concat([
    ...labels.flatMap(label => [
      Buffer.from([label.length]),
      Buffer.from(label, 'latin1'),
    ]),
    Buffer.from([0]),
  ]);
  if (wrong || encoded.length > 255) {
    throw new InputError(`"${name}" is no name that DNS can hold`);
  }
  return encoded;
}

/** Where a name of a message ends, compressed or not. */
export function endOfName(message: Buffer, start: number): number {
  let offset = start;
  for (;;) {
    const length = message.readUInt8(offset);
    if (length >= 0xc0) {
      return offset + 2;
    }
    offset += 1 + length;
    if (length === 0) {
      return offset;
    }
  }
}
