import { SocketAddress } from 'node:net';
import { encodeName } from './names';

/** A record as machines get them. */
export type DnsRecord = { name: string } & (
  | { type: 'A' | 'AAAA'; address: string }
  | { type: 'PTR'; target: string }
  | { type: 'TXT'; text: string }
);

/** One line of an update's prerequisites or changes. */
export interface UpdateLine {
  name: string;
  type: number;
  class: number;
  ttl: number;
  data: Buffer;
}

/** A change of one zone; made whole or not at all. */
export interface ZoneUpdate {
  zone: string;
  /** What must be so before. */
  prerequisites: UpdateLine[];
  changes: UpdateLine[];
}

const types = { A: 1, SOA: 6, PTR: 12, TXT: 16, AAAA: 28, ANY: 255 } as const;
const classes = { IN: 1, NONE: 254, ANY: 255 } as const;
const opcodeUpdate = 5;

const none = Buffer.alloc(0);

function addressBytes(type: 'A' | 'AAAA', address: string): Buffer {
  if (type === 'A') {
    return Buffer.from(address.split('.').map(Number));
  }
  return Buffer.from(hexOfIpv6(address), 'hex');
}

/** The 32 digits of an IPv6 address. */
export function hexOfIpv6(address: string): string {
  const { address: short } = new SocketAddress({ address, family: 'ipv6' });
  const [head, tail] = short.split('::').map(half => half.split(':'));
  const left = head.filter(Boolean).flatMap(groups);
  const right = (tail ?? []).filter(Boolean).flatMap(groups);
  const zeros = Array(8 - left.length - right.length).fill('0000');
  return [...left, ...zeros, ...right].join('');
}

/** Groups of four digits; one that ends in an IPv4 address has two of it. */
function groups(text: string): string[] {
  if (!text.includes('.')) {
    return [text.padStart(4, '0')];
  }
  const hex = Buffer.from(text.split('.').map(Number)).toString('hex');
  return [hex.slice(0, 4), hex.slice(4)];
}

function dataOf(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'PTR':
      return encodeName(record.target);
    case 'TXT':
      return Buffer.concat([
        Buffer.from([Buffer.byteLength(record.text)]),
        Buffer.from(record.text),
      ]);
    default:
      return addressBytes(record.type, record.address);
  }
}

/** Prerequisite: nothing is registered under a name. */
export function nameIsFree(name: string): UpdateLine {
  return { name, type: types.ANY, class: classes.NONE, ttl: 0, data: none };
}

/** Prerequisite: under the record's name there is exactly this of its type. */
export function isExactly(record: DnsRecord): UpdateLine {
  const { name, type } = record;
  return {
    name,
    type: types[type],
    class: classes.IN,
    ttl: 0,
    data: dataOf(record),
  };
}

/** Change: the record is added. */
export function add(record: DnsRecord, ttl: number): UpdateLine {
  return { ...isExactly(record), ttl };
}

/** Change: this record goes, if it is there; others of its name and type stay. */
export function remove(record: DnsRecord): UpdateLine {
  return { ...isExactly(record), class: classes.NONE };
}

function encodeLine({ name, type, ttl, data, ...line }: UpdateLine): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(line.class, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(name), fixed, data]);
}

/** The message of an update, as RFC 2136 has it, unsigned. */
export function encodeUpdate(id: number, update: ZoneUpdate): Buffer {
  const { zone, prerequisites, changes } = update;
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(opcodeUpdate << 11, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(prerequisites.length, 6);
  header.writeUInt16BE(changes.length, 8);
  const zoneEnd = Buffer.alloc(4);
  zoneEnd.writeUInt16BE(types.SOA, 0);
  zoneEnd.writeUInt16BE(classes.IN, 2);
  return Buffer.concat([
    header,
    encodeName(zone),
    zoneEnd,
    ...[...prerequisites, ...changes].map(encodeLine),
  ]);
}
