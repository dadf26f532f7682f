import { MachineDetails } from '@backlot/plugin-vm-inventory-common';

/**
 * Details of a machine without the datastores and networks that are left out. Their disks and
 * cards are the machine's, and stay.
 *
 * @internal
 */
export function withoutLeftOut(
  details: MachineDetails,
  isLeftOut: (id: string) => boolean,
): MachineDetails {
  return {
    ...details,
    disks: details.disks.map(disk =>
      disk.datastore !== undefined && isLeftOut(disk.datastore)
        ? // The file's path begins with the datastore's name.
          { ...disk, datastore: undefined, file: undefined }
        : disk,
    ),
    networkCards: details.networkCards.map(card =>
      card.network !== undefined && isLeftOut(card.network)
        ? { ...card, network: undefined }
        : card,
    ),
  };
}
