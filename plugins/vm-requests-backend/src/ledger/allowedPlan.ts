import { ConflictError, InputError } from '@backstage/errors';
import {
  destroyedBy,
  Plan,
  PlanChange,
} from '@backlot/plugin-vm-requests-common';

function wordsOf({ actions, importing, address }: PlanChange): string {
  if (importing) {
    return `import ${address}`;
  }
  return actions.join() === 'no-op'
    ? `move ${address}`
    : `${actions.join(' and ')} ${address}`;
}

/** What a plan does first besides the given action, in words; reading changes nothing. */
function otherThan(
  action: 'create' | 'delete',
  { changes, actions: taken }: Plan,
): string | undefined {
  const other = changes.find(
    ({ actions, importing, previousAddress }) =>
      importing !== undefined ||
      previousAddress !== undefined ||
      !(actions.join() === action || actions.join() === 'read'),
  );
  if (other) {
    return wordsOf(other);
  }
  return taken.length > 0 ? `take ${taken[0].address}` : undefined;
}

/** What a plan does besides destroying, in words. */
function beyondDestroying(plan: Plan): string | undefined {
  const { add, change } = plan.summary;
  return (
    otherThan('delete', plan) ??
    (add > 0 || change > 0 ? 'add or change' : undefined)
  );
}

/**
 * Checks that a plan is all that there is to apply.
 *
 * @throws InputError when Terraform would have to plan again
 */
export function checkComplete({ complete }: Plan, directory: string): void {
  if (!complete) {
    throw new InputError(
      `The plan of ${directory} is incomplete: Terraform would have to plan again after applying it, and nobody can approve that plan now. Give the module the values that it does not know yet.`,
    );
  }
}

/**
 * Checks that a plan makes a new machine and nothing else: policy may approve it without anybody
 * looking.
 *
 * @throws InputError when it does something else, or not all
 */
export function checkOnlyCreates(plan: Plan, directory: string): void {
  const { add, change, destroy } = plan.summary;
  if (change > 0 || destroy > 0) {
    throw new InputError(
      `A new machine's plan only adds; this one would change ${change} and destroy ${destroy}. Check what the Terraform state of ${directory} already holds.`,
    );
  }
  const other = otherThan('create', plan);
  if (other) {
    throw new InputError(
      `A new machine's plan only adds; this one would also ${other}. Look at what the state of ${directory} holds already, and for blocks of moved, removed, import and action.`,
    );
  }
  checkComplete(plan, directory);
  if (add === 0) {
    throw new InputError(
      `The plan adds nothing: Terraform already manages ${directory}.`,
    );
  }
}

/** Whether a new plan may do something where an apply of the plan before it failed half-way. */
function mayComplete(change: PlanChange, made: ReadonlySet<string>): boolean {
  const { address, actions, reason, importing, previousAddress, deposed } =
    change;
  if (importing || previousAddress !== undefined || deposed !== undefined) {
    return false;
  }
  switch (actions.join()) {
    case 'create':
    case 'read':
      return true;
    case 'update':
    case 'delete,create':
    case 'create,delete':
      return made.has(address) || reason === 'replace_because_tainted';
    default:
      return false;
  }
}

/**
 * Checks that a plan finishes a machine that is half made: it adds what is missing, and changes or
 * replaces only what earlier plans of the same request were to make.
 *
 * @param made - addresses of all that those plans were to make
 * @throws InputError when it does something else, or not all
 */
export function checkCompletes(
  plan: Plan,
  directory: string,
  made: ReadonlySet<string>,
): void {
  const { changes, actions, summary } = plan;
  const other = changes.find(change => !mayComplete(change, made));
  const words = other
    ? wordsOf(other)
    : actions[0] && `take ${actions[0].address}`;
  if (words) {
    throw new InputError(
      `The new plan may add what is missing, and change or replace only what this request made; it would also ${words}. Look at what the state of ${directory} holds, and for blocks of moved, removed, import and action.`,
    );
  }
  const updates = changes.filter(
    ({ actions: [action] }) => action === 'update',
  );
  if (
    summary.change > updates.length ||
    summary.destroy > destroyedBy(plan).length
  ) {
    throw new InputError(
      `The new plan would change ${summary.change} and destroy ${summary.destroy}, but does not say what. Install the starter's workflow at Atlantis, or roll the request back.`,
    );
  }
  checkComplete(plan, directory);
}

/**
 * Checks that a plan ends a machine and does nothing else.
 *
 * @param machine - whether it is gone already, so that there may be nothing to end
 * @throws InputError when it does something else, or there is nothing to end
 */
export function checkDecommissions(
  plan: Plan,
  directory: string,
  { gone = false }: { gone?: boolean } = {},
): void {
  const other = beyondDestroying(plan);
  if (other) {
    throw new InputError(
      `Decommissioning only destroys, but the plan of ${directory} would also ${other}. Look at what was changed in the directory, and for blocks of moved, removed, import and action.`,
    );
  }
  checkComplete(plan, directory);
  if (plan.summary.destroy === 0 && !gone) {
    throw new InputError(
      `The plan of ${directory} destroys nothing: Terraform does not manage the machine there any more. Check its state.`,
    );
  }
}

/**
 * Checks that a plan destroys and does nothing else.
 *
 * @throws ConflictError when it does something else
 */
export function checkOnlyDestroys(plan: Plan, directory: string): void {
  const other = beyondDestroying(plan);
  if (other) {
    throw new ConflictError(
      `A roll-back only destroys, but the plan of ${directory} would also ${other}.`,
    );
  }
}
