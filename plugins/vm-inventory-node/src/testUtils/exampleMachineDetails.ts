import { MachineDetails } from '@backlot/plugin-vm-inventory-common';

/**
 * What a source may say of a machine of {@link exampleInventory}, each field set.
 *
 * @public
 */
export function exampleMachineDetails(
  change: Partial<MachineDetails> = {},
): MachineDetails {
  return {
    asOf: '2026-11-21T12:00:00.000Z',
    disks: [
      {
        label: 'Hard disk 1',
        capacityBytes: 40 * 1024 ** 3,
        datastore: 'datastore-1',
        file: '[fast-01] web01/web01.vmdk',
        thin: true,
        controller: 'SCSI controller 0',
      },
    ],
    networkCards: [
      {
        label: 'Network adapter 1',
        adapterType: 'vmxnet3',
        macAddress: '00:50:56:00:00:04',
        connected: true,
        network: 'dvportgroup-fra1',
        addresses: ['10.20.110.7', 'fe80::250:56ff:fe00:4'],
      },
    ],
    tools: { state: 'running', version: '12.3.5', versionStatus: 'unmanaged' },
    guest: {
      fullName: 'Red Hat Enterprise Linux 9 (64-bit)',
      hostName: 'web01.dev.acme.example',
    },
    hardwareVersion: 'vmx-19',
    firmware: 'efi',
    storage: {
      committedBytes: 16 * 1024 ** 3,
      uncommittedBytes: 24 * 1024 ** 3,
    },
    createdAt: '2025-03-01T08:00:00.000Z',
    bootedAt: '2026-10-01T08:00:00.000Z',
    note: 'Payment API',
    snapshots: [
      { name: 'before the update', createdAt: '2026-09-30T20:00:00.000Z' },
    ],
    ...change,
  };
}
