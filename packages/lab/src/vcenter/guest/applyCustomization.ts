import { GuestCustomization } from '../model/ManagedObject';
import { GuestNetwork } from './GuestNetwork';
import { isOnLink } from './onLink';

/**
 * What vSphere's guest customization makes of a machine with so many cards: it goes by their order,
 * and refuses to begin where they are more or fewer than its settings.
 */
export function applyCustomization(
  { interfaces, gateway }: GuestCustomization,
  cards: number,
): GuestNetwork {
  if (interfaces.length !== cards) {
    return { addresses: Array.from({ length: cards }, () => undefined) };
  }
  return {
    addresses: interfaces.map(({ address }) => address),
    ...(interfaces.some(each => each.ipv6) && {
      ipv6: interfaces.map(each => each.ipv6?.address),
    }),
    reachedBy:
      gateway === undefined
        ? undefined
        : interfaces
            .flatMap(({ ipv6, ...ipv4 }) => [ipv4, ipv6 ?? {}])
            .find(
              ({ address, prefixLength }) =>
                address !== undefined &&
                prefixLength !== undefined &&
                isOnLink(gateway, address, prefixLength),
            )?.address,
  };
}
