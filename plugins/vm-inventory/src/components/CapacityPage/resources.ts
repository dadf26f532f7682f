import { CapacityResource, Room } from '@backlot/plugin-vm-inventory-common';
import { formatMib, sizeUnitOf } from '@backlot/ui-common';

/** What people call each resource. */
export const resourceTitles: Readonly<Record<CapacityResource, string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  storage: 'Storage',
};

/** How amounts of a resource are said that are beside each other. */
export interface ResourceScale {
  format: (amount: number) => string;
  /** What axes are marked in multiples of. */
  step: number;
}

const MIB_IN_BYTES = 1024 ** 2;

function formatCpus(cpus: number): string {
  return `${cpus.toLocaleString('en-US')} vCPU`;
}

/** One unit for all amounts up to the largest. */
export function resourceScale(
  resource: CapacityResource,
  largest: number,
): ResourceScale {
  if (resource === 'cpu') {
    return { format: formatCpus, step: 1 };
  }
  const one = resource === 'memory' ? 1 : 1 / MIB_IN_BYTES;
  const unit = sizeUnitOf(largest * one);
  return {
    format: amount => formatMib(amount * one, unit),
    step: unit.mib / one / 10,
  };
}

/** The most of a room that is said of it. */
export function largestOfRooms(rooms: readonly Room[]): number {
  return Math.max(
    0,
    ...rooms.map(({ allowed, used, reserved }) =>
      Math.max(allowed, used + reserved),
    ),
  );
}
