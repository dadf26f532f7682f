import { z } from 'zod';

const addressSchema = z.ipv6();
const prefixSchema = z.cidrv6();

/** An address as URLs write it, which is one way for each; undefined where the text is none. */
function writtenOf(address: string): string | undefined {
  return addressSchema.safeParse(address).success
    ? new URL(`http://[${address}]`).hostname.slice(1, -1)
    : undefined;
}

/** The 128 bits of an address as URLs write it. */
function bitsOf(written: string): bigint {
  const [head, tail = []] = written
    .split('::')
    .map(half => half.split(':').filter(group => group !== ''));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '');
  const groups = [...head, ...zeros, ...tail];
  return BigInt(`0x${groups.map(group => group.padStart(4, '0')).join('')}`);
}

/**
 * Whether an IPv6 address lies in a prefix in CIDR notation. No text that is neither lies anywhere.
 *
 * @internal
 */
export function liesInIpv6(address: string, prefix: string): boolean {
  if (!prefixSchema.safeParse(prefix).success) {
    return false;
  }
  const [network, length] = prefix.split('/');
  const [one, other] = [writtenOf(address), writtenOf(network)];
  const host = BigInt(128 - Number(length));
  return (
    one !== undefined &&
    other !== undefined &&
    bitsOf(one) >> host === bitsOf(other) >> host
  );
}

/**
 * Whether two texts mean the same address: of IPv6 there are several for each.
 *
 * @internal
 */
export function isSameAddress(one: string, other: string): boolean {
  const written = writtenOf(one);
  return (
    one === other || (written !== undefined && written === writtenOf(other))
  );
}
