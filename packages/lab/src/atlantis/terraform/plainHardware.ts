import { Variables } from './variables';

type Hardware = Variables['hardware'];

/**
 * A disk as vSphere makes it by itself.
 *
 * @param unit - its place, as the provider counts
 * @internal
 */
export function plainDisk(
  unit: number,
  sizeGib: number,
): Hardware['disks'][number] {
  return {
    label: `disk${unit}`,
    controller: 'scsi',
    unit,
    size_gib: sizeGib,
    thin: true,
    eager_zeroed: false,
    mode: 'persistent',
    sharing: 'sharingNone',
    write_through: false,
    io: { limit: -1, reservation: 0, share_level: 'normal' },
  };
}

/**
 * The hardware of a machine of the lab's RHEL 9 templates.
 *
 * @internal
 */
export const plainHardware: Hardware = {
  cpus: 2,
  cores_per_socket: 1,
  memory_mib: 4096,
  guest_id: 'rhel9_64Guest',
  guest_name: '',
  firmware: 'efi',
  secure_boot: false,
  boot: { delay_ms: 0, retry: false, retry_delay_ms: 10_000 },
  hot_plug: { cpu_add: false, cpu_remove: false, memory_add: false },
  nested_virtualization: false,
  performance_counters: false,
  hv_mode: 'hvAuto',
  ept_rvi_mode: 'automatic',
  latency_sensitivity: 'normal',
  swap_placement: 'inherit',
  disk_uuid: false,
  logging: true,
  cpu_allocation: {
    limit_mhz: -1,
    reservation_mhz: 0,
    share_level: 'normal',
  },
  memory_allocation: {
    limit_mib: -1,
    reservation_mib: 0,
    reserve_all: false,
    share_level: 'normal',
  },
  tools: {
    sync_time: false,
    after_power_on: true,
    after_resume: true,
    before_reboot: false,
    before_shutdown: true,
    before_standby: true,
  },
  scsi: { type: 'pvscsi', bus_sharing: 'noSharing', controllers: 1 },
  sata_controllers: 0,
  disks: [plainDisk(0, 40)],
};
