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
    reachedBy:
      gateway === undefined
        ? undefined
        : interfaces.find(({ address, prefixLength }) =>
            isOnLink(gateway, address, prefixLength),
          )?.address,
  };
}
