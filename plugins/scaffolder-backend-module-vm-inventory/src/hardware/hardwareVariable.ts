import {
  controllersFor,
  providerFeatures,
  TemplateHardware,
} from '@backlot/vsphere-templates';
import { PlannedDisk } from './planDisks';

/**
 * Cores per socket: the template's, as long as the CPUs fill their sockets; otherwise the largest
 * number below with which they do, so that there are as few sockets as can be.
 *
 * @internal
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
 * and otherwise what the template has.
 *
 * @param providerVersion - exact, e.g. `1.26.0`
 * @internal
 */
export function hardwareVariable(
  hardware: TemplateHardware,
  asked: { cpus: number; memoryMib: number; disks: PlannedDisk[] },
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
