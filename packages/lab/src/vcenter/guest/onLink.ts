import { BlockList, isIPv4 } from 'node:net';

/** Whether a gateway is another address in the network of an address: what a route needs. */
export function isOnLink(
  gateway: string,
  address: string,
  prefixLength: number,
): boolean {
  if (!isIPv4(gateway) || gateway === address) {
    return false;
  }
  const network = new BlockList();
  network.addSubnet(address, prefixLength, 'ipv4');
  return network.check(gateway);
}
