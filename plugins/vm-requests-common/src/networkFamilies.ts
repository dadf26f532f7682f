import { PolicyNetwork } from './policy';

/**
 * Families of addresses, as they are written in allocation keys.
 *
 * @public
 */
export type AddressFamily = 'ipv4' | 'ipv6';

/**
 * What a network has for one family of addresses.
 *
 * @public
 */
export interface NetworkFamily {
  family: AddressFamily;
  /** In NetBox, in CIDR notation. */
  prefix: string;
  gateway: string;
}

/**
 * The families of addresses that network cards in a network have, IPv4 first.
 *
 * @public
 */
export function familiesOf({
  prefix,
  gateway,
  ipv6,
}: Pick<PolicyNetwork, 'prefix' | 'gateway' | 'ipv6'>): NetworkFamily[] {
  return [
    ...(prefix !== undefined && gateway !== undefined
      ? [{ family: 'ipv4' as const, prefix, gateway }]
      : []),
    ...(ipv6 ? [{ family: 'ipv6' as const, ...ipv6 }] : []),
  ];
}
