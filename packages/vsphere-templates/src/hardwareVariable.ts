import { providerFeatures } from './providerFeatures';
import {
  controllersFor,
  HardwareDisk,
  TemplateHardware,
  unitNumber,
} from './templateHardware';

/**
 * A disk of the machine as Terraform is told of it.
 *
 * @public
 */
export type DiskVariable = {
  label: string;
  controller: HardwareDisk['controller'];
  /** Its place among all of its kind of controllers. */
  unit: number;
  size_gib: number;
  thin: boolean;
  eager_zeroed: boolean;
  mode: string;
  sharing: string;
  write_through: boolean;
  io: {
    limit: number;
    reservation: number;
    share_level: string;
    share_count?: number;
  };
};

/**
 * A disk that there is, as Terraform is told of it.
 *
 * @param asked - `sizeGib` absent keeps its size
 * @public
 */
export function diskVariable(
  disk: HardwareDisk,
  asked: { label: string; sizeGib?: number },
): DiskVariable {
  return {
    label: asked.label,
    controller: disk.controller,
    unit: unitNumber(disk),
    size_gib: asked.sizeGib ?? Math.ceil(disk.sizeBytes / 1024 ** 3),
    thin: disk.thin,
    eager_zeroed: disk.eagerZeroed,
    mode: disk.mode,
    sharing: disk.sharing,
    write_through: disk.writeThrough,
    io: {
      limit: disk.io.limit,
      reservation: disk.io.reservation,
      ...sharesOf(disk.io),
    },
  };
}

/**
 * What vSphere gives a new disk by itself.
 *
 * @public
 */
export const newDisk: Omit<
  DiskVariable,
  'label' | 'controller' | 'unit' | 'size_gib'
> = {
  thin: true,
  eager_zeroed: false,
  mode: 'persistent',
  sharing: 'sharingNone',
  write_through: false,
  io: { limit: -1, reservation: 0, share_level: 'normal' },
};

/**
 * Cores per socket: the template's, as long as the CPUs fill their sockets; otherwise the largest
 * number below with which they do, so that there are as few sockets as can be.
 *
 * @public
 */
export function coresPerSocketFor(cpus: number, templates: number): number {
  let cores = Math.min(cpus, Math.max(1, templates));
  while (cpus % cores !== 0) {
    cores--;
  }
  return cores;
}

/**
 * What the machine's hardware is to be, for the Terraform variable `hardware`: what was asked for,
 * and otherwise what the template or the machine has.
 *
 * @param providerVersion - exact, e.g. `1.26.0`
 * @public
 */
export function hardwareVariable(
  hardware: TemplateHardware,
  asked: { cpus: number; memoryMib: number; disks: DiskVariable[] },
  providerVersion: string,
) {
  const { boot, hotPlug, tools } = hardware;
  const { cpuAllocation: cpu, memoryAllocation: memory } = hardware;
  const features = providerFeatures(providerVersion);
  const firstScsi = hardware.controllers
    .filter(({ kind }) => kind === 'scsi')
    .sort((a, b) => a.bus - b.bus)[0];
  return {
    cpus: asked.cpus,
    cores_per_socket:
      hardware.coresPerSocketAutomatic && features.automaticCoresPerSocket
        ? 0
        : coresPerSocketFor(asked.cpus, hardware.coresPerSocket),
    memory_mib: asked.memoryMib,
    guest_id: hardware.guestId,
    guest_name: hardware.guestName,
    firmware: hardware.firmware,
    secure_boot: hardware.secureBoot,
    boot: {
      delay_ms: boot.delayMs,
      retry: boot.retry,
      retry_delay_ms: boot.retryDelayMs,
    },
    hot_plug: {
      cpu_add: hotPlug.cpuAdd,
      cpu_remove: hotPlug.cpuRemove,
      memory_add: hotPlug.memoryAdd,
    },
    nested_virtualization: hardware.nestedVirtualization,
    performance_counters: hardware.performanceCounters,
    hv_mode: hardware.hvMode,
    ept_rvi_mode: hardware.eptRviMode,
    latency_sensitivity: hardware.latencySensitivity,
    swap_placement: hardware.swapPlacement,
    disk_uuid: hardware.diskUuid,
    logging: hardware.logging,
    cpu_allocation: {
      limit_mhz: cpu.limit,
      reservation_mhz: cpu.reservation,
      ...sharesOf(cpu),
    },
    memory_allocation: {
      limit_mib: memory.limit,
      reservation_mib: memory.reservation,
      reserve_all: memory.reserveAll,
      ...sharesOf(memory),
    },
    tools: {
      sync_time:
        (features.syncTimeAtStart ? tools.syncTimeAllowed : undefined) ??
        tools.syncTime,
      after_power_on: tools.afterPowerOn,
      after_resume: tools.afterResume,
      before_reboot: tools.beforeReboot,
      before_shutdown: tools.beforeShutdown,
      before_standby: tools.beforeStandby,
    },
    scsi: {
      type: firstScsi?.type ?? 'pvscsi',
      bus_sharing: firstScsi?.busSharing ?? 'noSharing',
      controllers: controllersFor(asked.disks, 'scsi'),
    },
    sata_controllers: controllersFor(asked.disks, 'sata'),
    disks: asked.disks,
  };
}

function sharesOf({
  shareLevel,
  shareCount,
}: TemplateHardware['cpuAllocation']) {
  return {
    share_level: shareLevel,
    ...(shareCount !== undefined && { share_count: shareCount }),
  };
}
