import { CapacityResource } from '@backlot/plugin-vm-inventory-common';
import { formatMib } from '@backlot/plugin-vm-inventory-react';
import { formatBytes } from './formatBytes';
import { formatCpus } from './formatCpus';

/** What people call each resource. */
export const resourceTitles: Readonly<Record<CapacityResource, string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  storage: 'Storage',
};

/** How people say an amount of each resource. */
export const resourceFormats: Readonly<
  Record<CapacityResource, (amount: number) => string>
> = { cpu: formatCpus, memory: formatMib, storage: formatBytes };
