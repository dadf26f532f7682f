import { VirtualMachine } from './ManagedObject';

/** A network card of a machine. */
export interface NetworkCard {
  /** Managed object reference. */
  network: string;
  /** Lower case. */
  macAddress: string;
  /** Whether somebody chose the MAC address; vCenter did otherwise. */
  isStatic: boolean;
}

/**
 * From the range that a vCenter assigns from, 00:50:56:80:00:00 to 00:50:56:bf:ff:ff: the same for
 * the same machine.
 */
function assignedAddress(ref: string, index: number): string {
  const number = Number(ref.replace(/\D/g, '')) * 4 + index;
  return [
    0x00,
    0x50,
    0x56,
    0x80 + ((number >> 16) & 0x3f),
    (number >> 8) & 0xff,
    number & 0xff,
  ]
    .map(octet => octet.toString(16).padStart(2, '0'))
    .join(':');
}

/** The network cards of a machine, in their order. */
export function networkCardsOf(machine: VirtualMachine): NetworkCard[] {
  return machine.networks.map((network, index) => {
    const chosen = machine.config?.macAddresses?.[index];
    return {
      network,
      macAddress: chosen ?? assignedAddress(machine.ref, index),
      isStatic: chosen !== undefined,
    };
  });
}
