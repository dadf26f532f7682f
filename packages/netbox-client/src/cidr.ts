import { BlockList, isIP } from 'node:net';

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Whether a text is an address and a length, e.g. `10.20.210.0/24`.
 *
 * @internal
 */
export function isCidr(text: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const family = match ? isIP(match[1]) : 0;
  return family !== 0 && Number(match![2]) <= (family === 6 ? 128 : 32);
}

/**
 * Whether an address lies in a prefix, whatever way either is written.
 *
 * @public
 */
export function liesIn(address: string, prefix: string): boolean {
  if (!isCidr(prefix) || !isIP(address)) {
    return false;
  }
  const [network, length] = prefix.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(length), familyOf(network));
  return (
    familyOf(network) === familyOf(address) &&
    list.check(address, familyOf(address))
  );
}

/**
 * Whether two texts are the same address.
 *
 * @internal
 */
export function isSameAddress(a: string, b: string): boolean {
  return liesIn(a, `${b}/${isIP(b) === 6 ? 128 : 32}`);
}

/**
 * Whether two texts are the same prefix.
 *
 * @internal
 */
export function isSamePrefix(a: string, b: string): boolean {
  const [networkOfA, lengthOfA] = a.split('/');
  const [networkOfB, lengthOfB] = b.split('/');
  return lengthOfA === lengthOfB && isSameAddress(networkOfA, networkOfB);
}
