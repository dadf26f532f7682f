/**
 * Hardware of templates, for tests of what reads it.
 *
 * @packageDocumentation
 */

// By the package's name, so that they are those of its main entry.
import type {
  HardwareDisk,
  TemplateHardware,
} from '@backlot/vsphere-templates';

/**
 * A thin disk on the first SCSI controller.
 *
 * @public
 */
export function exampleDisk(changes: Partial<HardwareDisk> = {}): HardwareDisk {
  return {
    label: 'Hard disk 1',
    controller: 'scsi',
    bus: 0,
    unit: 0,
    sizeBytes: 40 * 1024 ** 3,
    ordinary: true,
    thin: true,
    eagerZeroed: false,
    mode: 'persistent',
    sharing: 'sharingNone',
    writeThrough: false,
    io: { limit: -1, reservation: 0, shareLevel: 'normal' },
    ...changes,
  };
}

/**
 * The hardware of a template that is in nothing unusual.
 *
 * @public
 */
export function exampleHardware(
  changes: Partial<TemplateHardware> = {},
): TemplateHardware {
  return {
    coresPerSocket: 1,
    coresPerSocketAutomatic: false,
    guestId: 'rhel9_64Guest',
    guestName: '',
    firmware: 'efi',
    secureBoot: false,
    boot: { delayMs: 0, retry: false, retryDelayMs: 10_000 },
    hotPlug: { cpuAdd: false, cpuRemove: false, memoryAdd: false },
    nestedVirtualization: false,
    performanceCounters: false,
    hvMode: 'hvAuto',
    eptRviMode: 'automatic',
    latencySensitivity: 'normal',
    swapPlacement: 'inherit',
    diskUuid: false,
    logging: true,
    iommu: false,
    virtualizationBasedSecurity: false,
    cpuAllocation: { limit: -1, reservation: 0, shareLevel: 'normal' },
    memoryAllocation: {
      limit: -1,
      reservation: 0,
      shareLevel: 'normal',
      reserveAll: false,
    },
    tools: {
      syncTimeAllowed: true,
      syncTime: false,
      afterPowerOn: true,
      afterResume: true,
      beforeReboot: false,
      beforeShutdown: true,
      beforeStandby: true,
      upgradeAtPowerOn: false,
    },
    controllers: [
      { kind: 'scsi', type: 'pvscsi', bus: 0, busSharing: 'noSharing' },
    ],
    disks: [exampleDisk()],
    staticMacAddresses: [],
    passthrough: [],
    tpm: false,
    vAppByCdOnly: false,
    ...changes,
  };
}
