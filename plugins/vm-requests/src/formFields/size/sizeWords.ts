import { formatMib } from '@backlot/ui-common';
import { PolicyEnvironment } from '@backlot/plugin-vm-requests-common';
import { CustomSize } from './customSize';

/** The size whose numbers a person gives. */
export const CUSTOM = 'custom';

function hardwareWords({ cpus, memoryMib, diskGib }: CustomSize): string {
  const disk = diskGib ? `${diskGib} GiB disk` : "the template's disk";
  return `${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${formatMib(
    memoryMib,
  )} memory, ${disk}`;
}

/** The sizes that are offered, `custom` last. */
export function offerSizes({
  sizes,
  limits,
}: Pick<PolicyEnvironment, 'sizes' | 'limits'>): {
  value: string;
  label: string;
}[] {
  return [
    ...Object.entries(sizes).map(([value, size]) => ({
      value,
      label: `${size.title} – ${hardwareWords(size)}`,
    })),
    {
      value: CUSTOM,
      label: `Custom – up to ${limits.cpus} CPUs, ${formatMib(
        limits.memoryMib,
      )} memory, ${limits.diskGib} GiB disks`,
    },
  ];
}

/** A size that was chosen, with what it is. */
export function sizeWords(
  sizes: PolicyEnvironment['sizes'],
  size: string,
  custom: Partial<CustomSize> | undefined,
): string {
  if (size === CUSTOM) {
    const { cpus, memoryMib, diskGib = 0 } = custom ?? {};
    return cpus !== undefined && memoryMib !== undefined
      ? `Custom – ${hardwareWords({ cpus, memoryMib, diskGib })}`
      : 'Custom';
  }
  const known = Object.hasOwn(sizes, size) ? sizes[size] : undefined;
  return known ? `${known.title} – ${hardwareWords(known)}` : size;
}
