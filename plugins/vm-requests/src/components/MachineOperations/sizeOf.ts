import { formatMib } from '@backlot/ui-common';
import { AppliedHardware } from '@backlot/plugin-vm-requests-common';

/** The sizes of a machine as people say them. */
export function sizeOf({ cpus, memoryMib, disks }: AppliedHardware): string {
  const disksGib = disks.map(({ sizeGib }) => `${sizeGib} GiB`).join(' + ');
  return `${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}, ${formatMib(
    memoryMib,
  )} memory, ${disksGib} disk`;
}
