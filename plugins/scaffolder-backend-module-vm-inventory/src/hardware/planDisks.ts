import { InputError } from '@backstage/errors';
import {
  DiskVariable,
  diskVariable,
  HardwareDisk,
  newDisk,
  TemplateHardware,
  unitNumber,
} from '@backlot/vsphere-templates';

const GIB = 1024 ** 3;
/** Terraform's provider takes no disk beyond these places, four SCSI controllers full of disks. */
const PLACES = 60;

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
): DiskVariable[] {
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
      return diskVariable(own, { label, sizeGib: size });
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
export function totalBytes(disks: readonly DiskVariable[]): number {
  return disks.reduce((sum, disk) => sum + disk.size_gib * GIB, 0);
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
