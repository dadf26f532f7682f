import { BlockList, isIP } from 'node:net';

/** Whether a gateway is another address in the network of an address: what a route needs. */
export function isOnLink(
  gateway: string,
  address: string,
  prefixLength: number,
): boolean {
  const family = isIP(address);
  if (family === 0 || isIP(gateway) !== family || gateway === address) {
    return false;
  }
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const network = new BlockList();
  network.addSubnet(address, prefixLength, type);
  return network.check(gateway, type);
}
