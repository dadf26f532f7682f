import { VirtualMachine } from '../model/ManagedObject';

const dayMs = 24 * 3_600_000;
/** Between these were made the machines that the company began with. */
const firstMade = Date.UTC(2024, 2, 1);
const lastMade = Date.UTC(2026, 0, 31);
/** Before this they were all powered on for the last time. */
const lastBooted = Date.UTC(2026, 9, 1);

/**
 * A number below 2^32 that is a machine's own, and the same each time.
 *
 * @internal
 */
export function ownNumber(machine: VirtualMachine): number {
  return parseInt(machine.config?.instanceUuid.slice(-8) ?? '0', 16);
}

function between(from: number, to: number, number: number): number {
  return from + (number % Math.floor((to - from) / 1000)) * 1000;
}

function madeAt(machine: VirtualMachine): number {
  return machine.createdAt
    ? Date.parse(machine.createdAt)
    : between(firstMade, lastMade, ownNumber(machine));
}

/**
 * When a machine was made: known of those that the lab made, made up of those that the company began
 * with, so that they need not keep it.
 */
export function createDate(machine: VirtualMachine): string | undefined {
  return machine.config && new Date(madeAt(machine)).toISOString();
}

/** When a machine was powered on; unset while it is off. */
export function bootTime(machine: VirtualMachine): string | undefined {
  if (machine.powerState === 'poweredOff' || !machine.config) {
    return undefined;
  }
  const made = madeAt(machine);
  return (
    machine.bootedAt ??
    new Date(
      made < lastBooted - dayMs
        ? between(made + dayMs, lastBooted, ownNumber(machine) * 7)
        : made,
    ).toISOString()
  );
}
