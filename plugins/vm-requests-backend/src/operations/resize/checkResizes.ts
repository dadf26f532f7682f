import { InputError } from '@backstage/errors';
import { Plan, PlanValue } from '@backlot/plugin-vm-requests-common';
import { checkComplete } from '../../ledger/allowedPlan';
import { isUpdateInPlace, wordsOfValue } from '../planChanges';
import { HardwareVariables } from './hardwareVariables';

/** Attributes that a resize sets besides disks, and what each has to become. */
function expectedOf(hardware: HardwareVariables): Record<string, number> {
  return { num_cpus: hardware.cpus, memory: hardware.memory_mib };
}

/** Follow from the others, or are the provider's own notes. */
const following = ['memory_reservation', 'reboot_required'];

/** A disk's own values, of a disk that the machine has: it may grow to what was asked, no more. */
function isGrowth(value: PlanValue, hardware: HardwareVariables): boolean {
  const [, place, attribute] = value.path;
  const { before, after } = value;
  return (
    attribute === 'size' &&
    value.path.length === 3 &&
    typeof before === 'number' &&
    typeof after === 'number' &&
    after >= before &&
    after === hardware.disks[Number(place)]?.size_gib
  );
}

/** Places in the list of disks that are new: the disk as a whole has no value before. */
function newPlaces(values: readonly PlanValue[]): (string | number)[] {
  return values.flatMap(({ path, before }) =>
    path[0] === 'disk' && path.length === 2 && before === undefined
      ? [path[1]]
      : [],
  );
}

function isAllowed(
  value: PlanValue,
  hardware: HardwareVariables,
  added: readonly (string | number)[],
): boolean {
  const [attribute, place] = value.path;
  if (attribute === 'disk') {
    return added.includes(place)
      ? value.before === undefined
      : isGrowth(value, hardware);
  }
  const expected = expectedOf(hardware);
  return Object.hasOwn(expected, attribute)
    ? value.path.length === 1 && value.after === expected[attribute]
    : following.includes(String(attribute));
}

function refuse(directory: string, what: string): InputError {
  return new InputError(
    `A resize changes CPUs, memory and disks in place, but the plan of ${directory} would ${what}. Somebody may have changed the machine outside of Backlot, or the directory: look at the difference, put it right there, and ask again.`,
  );
}

/**
 * Checks that a plan changes the size of one machine in place, to what was asked for, and nothing
 * else: no replacement, no other attribute, no other disk.
 *
 * @throws InputError when it does something else, or nothing
 */
export function checkResizes(
  plan: Plan,
  directory: string,
  hardware: HardwareVariables,
): void {
  const { add, change, destroy } = plan.summary;
  const [update, ...more] = plan.changes.filter(
    ({ actions }) => actions.join() !== 'read',
  );
  const other = [update, ...more].find(each => each && !isUpdateInPlace(each));
  if (other || add > 0 || destroy > 0) {
    throw refuse(
      directory,
      other
        ? `${other.actions.join(' and ')} ${other.address}`
        : `add ${add} and destroy ${destroy}`,
    );
  }
  if (more.length > 0 || plan.actions.length > 0) {
    throw refuse(
      directory,
      `also change ${more[0]?.address ?? plan.actions[0].address}`,
    );
  }
  checkComplete(plan, directory);
  if (!update || change === 0) {
    throw new InputError(
      `The plan of ${directory} changes nothing: the machine has that size already. Look at who changed it outside of Backlot.`,
    );
  }
  const added = newPlaces(update.values);
  const outside = update.values.find(
    value => !isAllowed(value, hardware, added),
  );
  if (outside) {
    throw refuse(directory, `also change ${wordsOfValue(outside)}`);
  }
}
