import { InputError } from '@backstage/errors';
import {
  HardwareDisk,
  TemplateHardware,
  unitNumber,
} from '@backlot/vsphere-templates';

const GIB = 1024 ** 3;
/** Terraform's provider takes no disk beyond these places, four SCSI controllers full of disks. */
const PLACES = 60;

/**
 * A disk of the machine as Terraform is told of it.
 *
 * @internal
 */
export type PlannedDisk = {
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

/** What vSphere gives a new disk by itself. */
const newDisk = {
  thin: true,
  eager_zeroed: false,
  mode: 'persistent',
  sharing: 'sharingNone',
  write_through: false,
  io: { limit: -1, reservation: 0, share_level: 'normal' },
};

/**
 * The disks of the machine: those of the template in their places, as large or larger, then further
 * ones behind them, thin and on the same kind of controllers.
 *
 * @param asked - `disksGib` are sizes disk by disk, of which 0 keeps the template's; `diskGib` is
 * the size of all together, by which the first disk grows
 * @throws InputError when a disk would be smaller than the template's, there would be none, or there
 * is no place for it
 * @internal
 */
export function planDisks(
  template: { name: string; hardware: Pick<TemplateHardware, 'disks'> },
  asked: { disksGib?: readonly number[]; diskGib?: number },
): PlannedDisk[] {
  if (asked.disksGib && asked.diskGib !== undefined) {
    throw new InputError(
      `Give either 'disksGib', disk by disk, or 'diskGib', all together`,
    );
  }
  const { disks } = template.hardware;
  const sizes = asked.disksGib ?? totalToSizes(disks, asked.diskGib);
  const count = Math.max(disks.length, sizes.length);
  if (count === 0) {
    throw new InputError(
      `Template '${template.name}' shows no disks: give their sizes with 'disksGib'`,
    );
  }
  // Terraform's provider takes the disks in the order of their places for the template's: a new one
  // between them would be taken for one of those.
  const kind = disks.at(-1)?.controller ?? 'scsi';
  const firstFree = Math.max(-1, ...disks.map(unitNumber)) + 1;
  return Array.from({ length: count }, (_, index) => {
    const own = disks[index];
    const least = own ? inGib(own) : 1;
    const size = sizes[index] || (own ? least : 0);
    if (size < least) {
      throw new InputError(
        own
          ? `Disk ${index + 1} of template '${
              template.name
            }' has ${least} GiB, and the machine's cannot have ${size} GiB: a clone's disks can only grow`
          : `Disk ${index + 1} is not the template's and needs a size`,
      );
    }
    const label = `disk${index}`;
    if (own) {
      return { label, ...kept(own), size_gib: size };
    }
    const unit = firstFree + index - disks.length;
    if (unit >= PLACES || (kind !== 'scsi' && kind !== 'sata')) {
      throw new InputError(
        `Disk ${index + 1} has no place behind those of template '${
          template.name
        }', which are on ${kind.toLocaleUpperCase(
          'en-US',
        )} controllers. Ask for fewer disks, or make a template with its disks on SCSI controllers.`,
      );
    }
    return { label, controller: kind, ...newDisk, unit, size_gib: size };
  });
}

/**
 * Bytes of all disks together.
 *
 * @internal
 */
export function totalBytes(disks: readonly PlannedDisk[]): number {
  return disks.reduce((sum, disk) => sum + disk.size_gib * GIB, 0);
}

function kept(disk: HardwareDisk): Omit<PlannedDisk, 'label' | 'size_gib'> {
  const { limit, reservation, shareLevel, shareCount } = disk.io;
  return {
    controller: disk.controller,
    unit: unitNumber(disk),
    thin: disk.thin,
    eager_zeroed: disk.eagerZeroed,
    mode: disk.mode,
    sharing: disk.sharing,
    write_through: disk.writeThrough,
    io: {
      limit,
      reservation,
      share_level: shareLevel,
      ...(shareCount !== undefined && { share_count: shareCount }),
    },
  };
}

function totalToSizes(
  disks: readonly HardwareDisk[],
  total: number | undefined,
): number[] {
  if (total === undefined) {
    return [];
  }
  const [, ...others] = disks.map(inGib);
  return [total - others.reduce((sum, size) => sum + size, 0), ...others];
}

function inGib({ sizeBytes }: HardwareDisk): number {
  return Math.ceil(sizeBytes / GIB);
}
