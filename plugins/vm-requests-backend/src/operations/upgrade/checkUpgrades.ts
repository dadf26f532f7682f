import { InputError } from '@backstage/errors';
import {
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkComplete } from '../../ledger/allowedPlan';
import { isUpdateInPlace, wordsOfValue } from '../planChanges';

/** What tells the provider which disk or card one is: with another, it makes an empty or a new one. */
const identifying: Readonly<Record<string, readonly string[]>> = {
  disk: [
    'attach',
    'controller_type',
    'datastore_id',
    'device_address',
    'key',
    'label',
    'path',
    'size',
    'unit_number',
    'uuid',
  ],
  network_interface: ['device_address', 'key', 'mac_address', 'network_id'],
};

/** Whether an update would take a disk or a network card for another, add one or take one away. */
function touchesDevice({ path }: PlanValue): boolean {
  const [block, , attribute] = path;
  return (
    Object.hasOwn(identifying, block) &&
    (path.length < 3 || identifying[block].includes(String(attribute)))
  );
}

function refuse(directory: string, what: string): InputError {
  return new InputError(
    `An upgrade changes what the machine has in place, but the plan of ${directory} would ${what}. Look at what the new module or provider does otherwise; give the module a tag that leaves it, or decommission the machine and make a new one.`,
  );
}

/** Whether a change is of a value that Terraform only keeps in its state, such as the number of rebuilds. */
function isKeptValue({ type, provider, previousAddress }: PlanChange): boolean {
  return (
    type === 'terraform_data' &&
    provider === 'terraform.io/builtin/terraform' &&
    previousAddress === undefined
  );
}

function otherThanUpdate({
  summary,
  changes,
  actions,
}: Plan): string | undefined {
  const kept = changes.filter(isKeptValue);
  const keptBy = (action: PlanChange['actions'][number]) =>
    kept.filter(change => change.actions.includes(action)).length;
  const add = summary.add - keptBy('create');
  const destroy = summary.destroy - keptBy('delete');
  const other = changes.find(
    change =>
      !isKeptValue(change) &&
      change.actions.join() !== 'read' &&
      !isUpdateInPlace(change),
  );
  if (other) {
    return wordsOfChange(other);
  }
  if (actions.length > 0) {
    return `take ${actions[0].address}`;
  }
  return add > 0 || destroy > 0
    ? `add ${add} and destroy ${destroy}`
    : undefined;
}

function wordsOfChange(change: PlanChange): string {
  const { actions, address, previousAddress, importing, replacePaths } = change;
  if (importing) {
    return `import ${address}`;
  }
  if (previousAddress !== undefined) {
    return `move ${previousAddress} to ${address}`;
  }
  return replacePaths.length > 0
    ? `replace ${address}`
    : `${actions.join(' and ')} ${address}`;
}

/**
 * Checks that a plan of a new module or provider leaves everything where it is: it may update in
 * place, or change nothing at all. It replaces, adds and destroys nothing but values that only
 * Terraform's state has, and takes no disk or
 * network card for another, which the counts of a plan do not say.
 *
 * @throws InputError when it does something else
 */
export function checkUpgrades(plan: Plan, directory: string): void {
  const other = otherThanUpdate(plan);
  if (other) {
    throw refuse(directory, other);
  }
  checkComplete(plan, directory);
  const device = plan.changes
    .flatMap(({ values }) => values)
    .find(touchesDevice);
  if (device) {
    throw refuse(directory, `change ${wordsOfValue(device)}`);
  }
}
