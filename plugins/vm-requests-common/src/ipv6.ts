/** The 128 bits of an address without a zone, or undefined where the text is none. */
function bitsOf(address: string): bigint | undefined {
  const dotted = /^(.*:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(
    address,
  );
  if (dotted) {
    const octets = dotted.slice(2).map(Number);
    const [a, b, c, d] = octets;
    return octets.every(octet => octet < 256)
      ? bitsOf(
          `${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(
            16,
          )}`,
        )
      : undefined;
  }
  const halves = address.split('::');
  const [head, tail = []] = halves.map(half =>
    half === '' ? [] : half.split(':'),
  );
  const missing = 8 - head.length - tail.length;
  const groups =
    halves.length === 2
      ? [
          ...head,
          ...Array.from({ length: missing > 0 ? missing : 0 }, () => '0'),
          ...tail,
        ]
      : head;
  const isOne =
    halves.length <= 2 &&
    groups.length === 8 &&
    (halves.length === 1 || missing > 0) &&
    groups.every(group => /^[0-9a-f]{1,4}$/i.test(group));
  return isOne
    ? groups.reduce((bits, group) => bits * 65_536n + BigInt(`0x${group}`), 0n)
    : undefined;
}

/**
 * Whether an IPv6 address lies in a prefix in CIDR notation. No text that is neither lies anywhere.
 *
 * @internal
 */
export function liesInIpv6(address: string, prefix: string): boolean {
  const [network, length] = prefix.split('/');
  const [one, other] = [bitsOf(address), bitsOf(network)];
  const host = BigInt(128 - Number(length));
  return (
    one !== undefined && other !== undefined && one >> host === other >> host
  );
}

/**
 * Whether two texts mean the same address: of IPv6 there are several for each.
 *
 * @internal
 */
export function isSameAddress(one: string, other: string): boolean {
  const bits = bitsOf(one);
  return one === other || (bits !== undefined && bits === bitsOf(other));
}
