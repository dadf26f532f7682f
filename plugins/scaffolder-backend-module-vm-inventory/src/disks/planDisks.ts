import { InputError } from '@backstage/errors';
import { TemplateDisk } from '@backlot/plugin-vm-inventory-common';

const GIB = 1024 ** 3;

/**
 * A disk of the machine as Terraform is told of it.
 *
 * @internal
 */
export interface PlannedDisk {
  label: string;
  size_gib: number;
  thin: boolean;
}

/**
 * The disks of the machine: those of the template, as large or larger, then further ones.
 *
 * @param asked - `disksGib` are sizes disk by disk, of which 0 keeps the template's; `diskGib` is
 * the size of all together, by which the first disk grows
 * @throws InputError when a disk would be smaller than the template's, or there would be none
 * @internal
 */
export function planDisks(
  template: { name: string; disks: readonly TemplateDisk[] },
  asked: { disksGib?: readonly number[]; diskGib?: number },
): PlannedDisk[] {
  if (asked.disksGib && asked.diskGib !== undefined) {
    throw new InputError(
      `Give either 'disksGib', disk by disk, or 'diskGib', all together`,
    );
  }
  const sizes = asked.disksGib ?? totalToSizes(template.disks, asked.diskGib);
  const count = Math.max(template.disks.length, sizes.length);
  if (count === 0) {
    throw new InputError(
      `Template '${template.name}' shows no disks: give their sizes with 'disksGib'`,
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const own = template.disks[index];
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
    return {
      label: `disk${index}`,
      size_gib: size,
      thin: own?.thin ?? true,
    };
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

function totalToSizes(
  disks: readonly TemplateDisk[],
  total: number | undefined,
): number[] {
  if (total === undefined) {
    return [];
  }
  const [, ...others] = disks.map(inGib);
  return [total - others.reduce((sum, size) => sum + size, 0), ...others];
}

function inGib({ sizeBytes }: TemplateDisk): number {
  return Math.ceil(sizeBytes / GIB);
}
