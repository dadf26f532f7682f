import { InputError } from '@backstage/errors';
import {
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkComplete, checkCompletes } from '../../ledger/allowedPlan';
import { wordsOfValue } from '../planChanges';
import { RebuildVariables } from './rebuildVariables';

type Wanted = Pick<RebuildVariables, 'hardware' | 'placement' | 'rebuild'>;

/** Attributes of the machine that stay, wherever they are in it. */
const kept = [
  /^name$/,
  /^(folder|resource_pool_id|datastore_id)$/,
  /^(num_cpus|memory)$/,
  /^network_interface\.\d+\.(mac_address|network_id)$/,
  /^disk\.\d+\.(label|size|unit_number|controller_type)$/,
];

function nameOf({ path }: PlanValue): string {
  return path.join('.');
}

function isReplacement({
  actions,
  importing,
  previousAddress,
  deposed,
}: PlanChange): boolean {
  return (
    actions.join() === 'delete,create' &&
    importing === undefined &&
    previousAddress === undefined &&
    deposed === undefined
  );
}

function isMachine(change: PlanChange): boolean {
  return (
    change.type === 'vsphere_virtual_machine' &&
    change.reason === 'replace_by_triggers' &&
    isReplacement(change)
  );
}

function isNumber(change: PlanChange, { rebuild }: Wanted): boolean {
  const number = change.values.find(
    value => nameOf(value) === 'triggers_replace',
  );
  return (
    change.type === 'terraform_data' &&
    isReplacement(change) &&
    number !== undefined &&
    number.after === rebuild
  );
}

/** A value that a machine would not have again, in words. */
function lossOf(value: PlanValue, { hardware }: Wanted): string | undefined {
  const name = nameOf(value);
  const [block, place] = value.path;
  if (
    block === 'disk' &&
    typeof place === 'number' &&
    place >= hardware.disks.length
  ) {
    return `destroy disk ${place + 1}, which is not of its template`;
  }
  return value.before !== undefined &&
    value.before !== value.after &&
    kept.some(pattern => pattern.test(name))
    ? `change ${wordsOfValue(value)}`
    : undefined;
}

function isTemplate(value: PlanValue): boolean {
  return nameOf(value) === 'clone.0.template_uuid';
}

function refuse(directory: string, what: string): InputError {
  return new InputError(
    `A rebuild destroys one machine and makes it again as it was, but the plan of ${directory} would ${what}. Somebody may have changed the machine outside of Backlot, or the directory: look at the difference, put it right there, and ask again.`,
  );
}

/**
 * Checks that a plan destroys one machine and makes it again, because its number was raised, from the
 * template that was asked for, with the same name, place, cards and disks, and does nothing else.
 *
 * @throws InputError when it does something else, or not that
 */
export function checkRebuilds(
  plan: Plan,
  directory: string,
  wanted: Wanted,
): void {
  const changes = plan.changes.filter(
    ({ actions }) => actions.join() !== 'read',
  );
  const machine = changes.find(isMachine);
  const number = changes.find(change => isNumber(change, wanted));
  const other = changes.find(change => change !== machine && change !== number);
  if (other) {
    throw refuse(directory, `${other.actions.join(' and ')} ${other.address}`);
  }
  if (plan.actions.length > 0) {
    throw refuse(directory, `take ${plan.actions[0].address}`);
  }
  checkComplete(plan, directory);
  if (!machine || !number) {
    throw new InputError(
      `The plan of ${directory} does not make the machine again: Terraform does not manage it there, or its module knows no rebuild. Look at its state and its module.`,
    );
  }
  const { add, change, destroy } = plan.summary;
  if (add !== 2 || change !== 0 || destroy !== 2) {
    throw refuse(
      directory,
      `add ${add}, change ${change} and destroy ${destroy}`,
    );
  }
  const template = machine.values.find(isTemplate);
  if (template && template.after !== wanted.placement.template_uuid) {
    throw refuse(directory, 'take another template than was asked for');
  }
  const loss = machine.values
    .map(value => lossOf(value, wanted))
    .find(words => words !== undefined);
  if (loss) {
    throw refuse(directory, loss);
  }
}

/**
 * Checks the plan of what a failed apply has left: the whole rebuild still, or what is missing of the
 * machine that was destroyed or half made.
 *
 * @param made - addresses of what the plan before was to make
 * @throws InputError when it does something else
 */
export function checkRebuildCompletes(
  plan: Plan,
  directory: string,
  wanted: Wanted,
  made: ReadonlySet<string>,
): void {
  if (plan.changes.some(isMachine)) {
    checkRebuilds(plan, directory, wanted);
  } else {
    checkCompletes(plan, directory, made);
  }
}
