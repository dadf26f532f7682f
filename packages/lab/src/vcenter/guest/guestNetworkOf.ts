import { VirtualMachine } from '../model/ManagedObject';
import { networkCardsOf } from '../model/networkCards';
import { applyCustomization } from './applyCustomization';
import { applyNetworkConfig } from './applyNetworkConfig';
import { GuestNetwork } from './GuestNetwork';
import { readGuestinfo } from './readGuestinfo';

/**
 * The network of a machine's guest once it runs, by what the machine was told: nobody answers DHCP
 * here, so a guest that was told nothing, or what cannot be right, has none.
 */
export function guestNetworkOf(machine: VirtualMachine): GuestNetwork {
  const cards = networkCardsOf(machine);
  const { ownAddress, config } = machine;
  if (ownAddress !== undefined) {
    return {
      addresses: cards.map((_, index) =>
        index === 0 ? ownAddress : undefined,
      ),
      reachedBy: ownAddress,
    };
  }
  if (config?.customization) {
    return applyCustomization(config.customization, cards.length);
  }
  return applyNetworkConfig(
    networkConfigOf(config?.extraConfig ?? {}),
    cards.map(({ macAddress }) => macAddress),
  );
}

function networkConfigOf(extraConfig: Record<string, string>): unknown {
  try {
    return readGuestinfo(extraConfig);
  } catch {
    // cloud-init goes on without what it cannot read.
    return undefined;
  }
}
