import { isIPv4, isIPv6 } from 'node:net';

/**
 * An address or network with its mask, as PostgreSQL's `inet` keeps it.
 *
 * @internal
 */
export interface IpValue {
  family: 4 | 6;
  /** The address as a number. */
  host: bigint;
  /** Length of the mask in bits. */
  length: number;
}

const bits = { 4: 32, 6: 128 } as const;

function parseV4(text: string): bigint {
  return text
    .split('.')
    .reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

function parseV6(text: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const hex = dotted
    ? `${dotted[1]}${(parseV4(dotted[2]) / 65536n).toString(16)}:${(
        parseV4(dotted[2]) % 65536n
      ).toString(16)}`
    : text;
  const [head, tail] = hex.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return groups.reduce(
    (value, group) => value * 65536n + BigInt(`0x${group}`),
    0n,
  );
}

/**
 * Reads `10.0.0.1`, `10.0.0.1/24` or the same in IPv6; undefined if it is neither.
 *
 * @internal
 */
export function parseIp(text: string): IpValue | undefined {
  const [address, mask, ...rest] = text.split('/');
  if (rest.length > 0 || (mask !== undefined && !/^\d{1,3}$/.test(mask))) {
    return undefined;
  }
  let family: 4 | 6;
  if (isIPv4(address)) {
    family = 4;
  } else if (isIPv6(address) && !address.includes('%')) {
    family = 6;
  } else {
    return undefined;
  }
  const length = mask === undefined ? bits[family] : Number(mask);
  if (length > bits[family]) {
    return undefined;
  }
  const host = family === 4 ? parseV4(address) : parseV6(address);
  return { family, host, length };
}

function formatV6(host: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((host >> BigInt(112 - index * 16)) & 0xffffn),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start += 1) {
    let end = start;
    while (end < 8 && groups[end] === 0) {
      end += 1;
    }
    if (end - start > best.length) {
      best = { start, length: end - start };
    }
  }
  const hex = groups.map(group => group.toString(16));
  if (best.start < 0) {
    return hex.join(':');
  }
  return `${hex.slice(0, best.start).join(':')}::${hex
    .slice(best.start + best.length)
    .join(':')}`;
}

/**
 * The address without its mask.
 *
 * @internal
 */
export function formatHost(value: IpValue): string {
  if (value.family === 6) {
    return formatV6(value.host);
  }
  return [24n, 16n, 8n, 0n]
    .map(shift => ((value.host >> shift) & 0xffn).toString())
    .join('.');
}

/**
 * The address with its mask, in the form that NetBox answers.
 *
 * @internal
 */
export function formatIp(value: IpValue): string {
  return `${formatHost(value)}/${value.length}`;
}

/**
 * First and last address of the network that a value lies in.
 *
 * @internal
 */
export function networkRange(value: IpValue): { first: bigint; last: bigint } {
  const size = 1n << BigInt(bits[value.family] - value.length);
  const first = (value.host / size) * size;
  return { first, last: first + size - 1n };
}

/**
 * Whether `inner` lies in the network `outer`; an equal network lies in it too.
 *
 * @internal
 */
export function contains(outer: IpValue, inner: IpValue): boolean {
  if (outer.family !== inner.family || inner.length < outer.length) {
    return false;
  }
  const { first, last } = networkRange(outer);
  return inner.host >= first && inner.host <= last;
}

/**
 * The order in which PostgreSQL sorts addresses.
 *
 * @internal
 */
export function compareIp(a: IpValue, b: IpValue): number {
  if (a.family !== b.family) {
    return a.family - b.family;
  }
  if (a.host !== b.host) {
    return a.host < b.host ? -1 : 1;
  }
  return a.length - b.length;
}

/**
 * The value of a text that was checked when it was stored.
 *
 * @throws Error if it is no address after all
 * @internal
 */
export function storedIp(text: string): IpValue {
  const value = parseIp(text);
  if (!value) {
    throw new Error(`The lab's NetBox stored "${text}" as an address`);
  }
  return value;
}
