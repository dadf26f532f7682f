import { z } from 'zod';

const allocationSchema = z.object({
  /** MHz of CPU, MiB of memory; -1 for none. */
  limit: z.int(),
  reservation: z.int(),
  shareLevel: z.string(),
  /** Counts for the level `custom` only. */
  shareCount: z.int().optional(),
});

const controllerSchema = z.object({
  kind: z.enum(['scsi', 'sata', 'ide', 'nvme', 'other']),
  /** In the provider's words: `pvscsi`, `lsilogic`, `lsilogic-sas` or `buslogic`; SCSI only. */
  type: z.string().optional(),
  bus: z.int(),
  /** `noSharing`, `virtualSharing` or `physicalSharing`; SCSI only. */
  busSharing: z.string().optional(),
});

const diskSchema = z.object({
  /** As vCenter names it, e.g. `Hard disk 1`. */
  label: z.string(),
  controller: z.enum(['scsi', 'sata', 'ide', 'nvme', 'other']),
  /** Bus number of its controller. */
  bus: z.int(),
  /** Place on its controller. SCSI leaves out the controller's own, 7. */
  unit: z.int(),
  sizeBytes: z.number(),
  /** Whether it has a file of its own, and is not a raw device or another kind of backing. */
  ordinary: z.boolean(),
  thin: z.boolean(),
  eagerZeroed: z.boolean(),
  /** `persistent`, `independent_persistent` and the like. */
  mode: z.string(),
  /** `sharingNone` or `sharingMultiWriter`. */
  sharing: z.string(),
  writeThrough: z.boolean(),
  /** IOPS; a limit of -1 is none. */
  io: allocationSchema,
});

/**
 * What a machine that is made from a template takes over, read from `config` of vim25's
 * `VirtualMachineConfigInfo`. What vCenter leaves out has the value that vSphere gives by itself.
 *
 * @public
 */
export const templateHardwareSchema = z.object({
  coresPerSocket: z.int(),
  /** vSphere 8 chooses the cores per socket when the machine is powered on. */
  coresPerSocketAutomatic: z.boolean(),
  guestId: z.string(),
  /** Given by people where the guest id is of another operating system. */
  guestName: z.string(),
  firmware: z.enum(['bios', 'efi']),
  secureBoot: z.boolean(),
  boot: z.object({
    delayMs: z.int(),
    retry: z.boolean(),
    retryDelayMs: z.int(),
  }),
  hotPlug: z.object({
    cpuAdd: z.boolean(),
    cpuRemove: z.boolean(),
    memoryAdd: z.boolean(),
  }),
  nestedVirtualization: z.boolean(),
  performanceCounters: z.boolean(),
  hvMode: z.string(),
  eptRviMode: z.string(),
  latencySensitivity: z.string(),
  swapPlacement: z.string(),
  /** Whether the guest sees the ids of its disks, `disk.EnableUUID`. */
  diskUuid: z.boolean(),
  logging: z.boolean(),
  /** I/O MMU (VT-d, AMD-Vi). */
  iommu: z.boolean(),
  virtualizationBasedSecurity: z.boolean(),
  cpuAllocation: allocationSchema,
  memoryAllocation: allocationSchema.extend({
    /** All of the machine's memory is reserved, however much it has. */
    reserveAll: z.boolean(),
  }),
  tools: z.object({
    /** At start and resume; only vSphere 7.0 U1 and newer tell it from the periodical one. */
    syncTimeAllowed: z.boolean().optional(),
    syncTime: z.boolean(),
    afterPowerOn: z.boolean(),
    afterResume: z.boolean(),
    beforeReboot: z.boolean(),
    beforeShutdown: z.boolean(),
    beforeStandby: z.boolean(),
    upgradeAtPowerOn: z.boolean(),
  }),
  controllers: z.array(controllerSchema),
  /** In the order of their places. */
  disks: z.array(diskSchema),
  /** Labels of the network cards whose MAC address somebody chose. */
  staticMacAddresses: z.array(z.string()),
  /** Labels of the devices of the host that are passed through. */
  passthrough: z.array(z.string()),
  tpm: z.boolean(),
  /** Whether it is told its vApp properties by a CD only, and not by VMware Tools. */
  vAppByCdOnly: z.boolean(),
});

/** @public */
export type TemplateHardware = z.infer<typeof templateHardwareSchema>;

/** @public */
export type HardwareDisk = TemplateHardware['disks'][number];

/** How many disks a controller takes; SCSI has 16 places, of which one is its own. */
const disksOnController: Record<HardwareDisk['controller'], number> = {
  scsi: 15,
  sata: 30,
  ide: 2,
  nvme: 15,
  other: 1,
};

/**
 * A disk's place among all of its kind of controllers, as Terraform's provider counts it
 * (`findControllerInfo` in `virtual_machine_disk_subresource.go` of 1.26.0 and 2.16.1).
 *
 * @public
 */
export function unitNumber({
  controller,
  bus,
  unit,
}: Pick<HardwareDisk, 'controller' | 'bus' | 'unit'>): number {
  return bus * disksOnController[controller] + unit;
}

/**
 * How many controllers of a kind the provider is to look after: all up to the last with a disk.
 *
 * @param disks - their `unit` as {@link unitNumber} counts it
 * @public
 */
export function controllersFor(
  disks: readonly { controller: HardwareDisk['controller']; unit: number }[],
  kind: HardwareDisk['controller'],
): number {
  return disks
    .filter(({ controller }) => controller === kind)
    .map(({ unit }) => Math.floor(unit / disksOnController[kind]) + 1)
    .reduce((most, count) => Math.max(most, count), 0);
}
