import { InputError } from '@backstage/errors';
import {
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkComplete } from '../../ledger/allowedPlan';
import { isUpdateInPlace, wordsOfValue } from '../planChanges';
import { machineAddress } from './adoptionVariables';

/** What the state does not know yet of a machine that is imported: each is only the provider's own. */
const keptByProvider = [
  'force_power_off',
  'ignored_guest_ips',
  'imported',
  'migrate_wait_timeout',
  'poweron_timeout',
  'shutdown_wait_timeout',
  'wait_for_guest_ip_timeout',
  'wait_for_guest_net_routable',
  'wait_for_guest_net_timeout',
];

/** What vSphere does by itself where nothing is set, by the attributes that say so. */
const defaults: Readonly<
  Record<string, { from: readonly unknown[]; to: unknown }>
> = {
  boot_retry_delay: { from: [0], to: 10_000 },
  'disk.io_limit': { from: [0], to: -1 },
  'disk.io_share_level': { from: [''], to: 'normal' },
};

/**
 * Whether an update would change nothing of the machine. The provider keeps the timeouts to itself
 * (`resourceVSphereVirtualMachineImport` of 1.26.0 sets them), as it does `keep_on_remove`; none of the
 * others is one for which it restarts a machine (`getWithRestart` in `virtual_machine_config_structure.go`
 * of 1.26.0 and 2.16.1).
 */
function isHarmless({ path, before, after, unknown }: PlanValue): boolean {
  if (
    unknown ||
    path.some(part => typeof part !== 'string' && path.length !== 3)
  ) {
    return false;
  }
  const attribute = path.filter(part => typeof part === 'string').join('.');
  if (path.length === 1 && keptByProvider.includes(attribute)) {
    return true;
  }
  if (attribute === 'disk.keep_on_remove') {
    return after === false;
  }
  if (path.length === 1 && after === false) {
    // Unset is off for the provider, which compares what it would write.
    return before === undefined || before === null;
  }
  const expected = Object.hasOwn(defaults, attribute)
    ? defaults[attribute]
    : undefined;
  return (
    expected !== undefined &&
    after === expected.to &&
    (before === undefined || before === null || expected.from.includes(before))
  );
}

/** Whether a change is of the number of rebuilds, which only Terraform's state has. */
function isNumber({ type, actions, previousAddress }: PlanChange): boolean {
  return (
    type === 'terraform_data' &&
    actions.join() === 'create' &&
    previousAddress === undefined
  );
}

function isMachine({ address, actions }: PlanChange): boolean {
  return (
    address === machineAddress && ['no-op', 'update'].includes(actions.join())
  );
}

function wordsOf({ actions, address, importing }: PlanChange): string {
  return importing
    ? `import ${address} to ${actions.join(' and ')} it`
    : `${actions.join(' and ')} ${address}`;
}

function refuse(directory: string, what: string): InputError {
  return new InputError(
    `An adoption leaves the machine as it is, but the plan of ${directory} would ${what}. Nothing was changed. Look at the difference: where somebody has changed the machine since it was read, ask again; otherwise its module or provider cannot keep it as it is.`,
  );
}

function checkChanges(plan: Plan, directory: string): PlanChange | undefined {
  const changes = plan.changes.filter(
    ({ actions }) => actions.join() !== 'read',
  );
  const machine = changes.find(isMachine);
  const other = changes.find(change => change !== machine && !isNumber(change));
  if (other) {
    throw refuse(directory, wordsOf(other));
  }
  if (plan.actions.length > 0) {
    throw refuse(directory, `take ${plan.actions[0].address}`);
  }
  checkComplete(plan, directory);
  const numbers = changes.filter(isNumber).length;
  const { add, change, destroy } = plan.summary;
  const updates = machine?.actions.join() === 'update' ? 1 : 0;
  if (add > numbers || change > updates || destroy > 0 || numbers > 1) {
    throw refuse(
      directory,
      `add ${add}, change ${change} and destroy ${destroy}`,
    );
  }
  const harm = machine?.values.find(value => !isHarmless(value));
  if (harm) {
    throw refuse(directory, `change ${wordsOfValue(harm)}`);
  }
  return machine;
}

/** Whether nothing but where the machine is known from changes with a change of it. */
function staysAsItIs(machine: PlanChange): boolean {
  const { importing: _, ...change } = machine;
  return change.actions.join() === 'no-op' || isUpdateInPlace(change);
}

/**
 * Checks that a plan takes one machine into Terraform's state, and changes nothing of it but what every
 * import brings: it may update what only the provider keeps, and write out what vSphere does by itself. It
 * restarts, replaces and renames nothing, and takes no disk or network card for another, which the counts
 * of a plan do not say.
 *
 * @param id - by which the machine is imported
 * @throws InputError when it does something else, or does not take it
 */
export function checkAdoptions(
  plan: Plan,
  directory: string,
  { id }: { id: string },
): void {
  const machine = checkChanges(plan, directory);
  if (!machine?.importing || !staysAsItIs(machine)) {
    throw new InputError(
      `The plan of ${directory} does not take the machine into Terraform's state: look for a block of import there, at what its state holds already, and at the workflow of Atlantis, which must be the starter's.`,
    );
  }
  if (machine.importing.id !== id) {
    throw refuse(
      directory,
      `import ${machine.importing.id ?? 'another machine'} and not ${id}`,
    );
  }
}

/**
 * Checks the plan of what a failed apply has left: the whole adoption still, or what is left to update
 * of the machine that is in the state.
 *
 * @throws InputError when it does something else
 */
export function checkAdoptionCompletes(
  plan: Plan,
  directory: string,
  wanted: { id: string },
): void {
  const machine = checkChanges(plan, directory);
  if (machine?.importing) {
    checkAdoptions(plan, directory, wanted);
  } else if (machine && !staysAsItIs(machine)) {
    throw refuse(directory, wordsOf(machine));
  }
}
