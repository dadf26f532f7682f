import { ServiceUnavailableError } from '@backstage/errors';
import {
  isEmptyPlan,
  Plan,
  PlanChange,
  RequestMachine,
} from '@backlot/plugin-vm-requests-common';
import { SeenMachine } from '@backlot/plugin-vm-requests-node';
import { RetryCheck, StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { blame } from '../peers/blame';
import { NotYet } from './NotYet';
import { mostLooks } from './waitForJobs';

/** Whether a change makes the machine of a request: by the name that it sets, or by the note. */
function makesMachine(
  { actions, values }: PlanChange,
  { id, name }: StoredRequest,
): boolean {
  return (
    actions.join() === 'create' &&
    values.some(
      ({ path, after }) =>
        typeof after === 'string' &&
        (after.includes(id) || (path.join() === 'name' && after === name)),
    )
  );
}

/** The machine of a request, or one of its name, as the inventory shows it. */
async function findStanding(
  { peers: { inventory } }: LedgerContext,
  { spec: { source }, name, machine }: StoredRequest,
): Promise<{ standing?: SeenMachine; live: boolean }> {
  const { machines, live } = await inventory.findMachines({ source, name });
  if (machines.length > 0 || !machine) {
    return { standing: machines[0], live };
  }
  // Somebody may have renamed it.
  const seen = await inventory.look({ ...machine, name });
  return { standing: seen.machine, live: live && seen.live };
}

/** What keeps a plan from being applied that does not go with the machine that the inventory shows. */
export interface JudgedByInventory {
  finds: Extract<
    RetryCheck['finds'],
    'second-machine' | 'machine-gone' | 'machine-unmanaged'
  >;
  /** In words, with what to do about it. */
  why: string;
  /** Whether this shows that nothing of the request is applied. */
  untouched: boolean;
}

/** Waits for the inventory, but not for ever. */
function cannotSay({ setbacks }: StoredRequest, words: string): Error {
  return setbacks < mostLooks
    ? new NotYet(words, 'inventory')
    : blame(
        new ServiceUnavailableError(words),
        'inventory',
        `${words} Plan anew once the source is live again.`,
      );
}

/** Whether the gate let nothing of a request through, where the applies of its stack ask it. */
async function wasNeverLetThrough(
  { store }: LedgerContext,
  { id, stack, repository, plan }: StoredRequest,
): Promise<boolean> {
  return (
    plan?.exact === true &&
    !(await store.askedGate(id)) &&
    (await store.lastApplyAskedGate({ stack, repository }))
  );
}

/** A machine that is only to be changed stands, and Terraform would make it again. */
async function judgeUnmanaged(
  context: LedgerContext,
  request: StoredRequest,
  standing: SeenMachine,
): Promise<JudgedByInventory> {
  const { fqdn, directory, spec } = request;
  const untouched = await wasNeverLetThrough(context, request);
  return {
    finds: 'second-machine',
    why: `The plan would make ${fqdn} once more: ${spec.source} shows it (${
      standing.id
    }), and Terraform's state of ${directory} does not know it. No plan that makes a second one can be approved. Have the platform team import it into the state, and plan anew${
      untouched ? ', or cancel the request: nothing of it is applied' : ''
    }.`,
    untouched,
  };
}

async function judgeCreation(
  context: LedgerContext,
  request: StoredRequest,
): Promise<JudgedByInventory | undefined> {
  const { source } = request.spec;
  const { machine, fqdn, setbacks } = request;
  const { standing, live } = await findStanding(context, request);
  const operation = context.operations.planned(request);
  if (
    standing &&
    operation.change &&
    standing.id === machine?.id &&
    setbacks < mostLooks
  ) {
    throw new NotYet(
      `Terraform no longer finds ${fqdn}, and ${source} still shows it (${standing.id}).`,
      'inventory',
    );
  }
  if (standing && operation.change && standing.id === machine?.id) {
    return judgeUnmanaged(context, request, standing);
  }
  if (standing) {
    return {
      finds: 'second-machine',
      why: `The plan would make the machine once more: ${source} shows machine ${standing.id} named ${standing.name}, and Terraform's state of ${request.directory} does not know it. No plan that makes a second one can be approved. If it was made for this request, have the platform team import it into the state, and plan anew; otherwise, or to begin again, delete it and plan anew. A roll-back waits until it is gone.`,
      untouched: false,
    };
  }
  if (live) {
    return !operation.makesMachine
      ? {
          finds: 'machine-gone',
          why: `${source} no longer shows ${fqdn}${
            machine ? ` (${machine.id})` : ''
          }: somebody deleted it, or took it away, and Terraform would make it again, without what was on its disks. Cancel this request, and decommission the machine, so that its name and address are free.`,
          untouched: true,
        }
      : undefined;
  }
  throw cannotSay(
    request,
    `The inventory of ${source} cannot say whether there is a machine ${request.name} already.`,
  );
}

/** A machine that is to end stands, and Terraform has nothing to destroy. */
async function judgeEnding(
  { peers: { inventory } }: LedgerContext,
  request: StoredRequest,
  machine: RequestMachine,
): Promise<JudgedByInventory | undefined> {
  const { name, fqdn, directory, setbacks } = request;
  const { machine: standing, live } = await inventory.look({
    ...machine,
    name,
  });
  if (!live) {
    throw cannotSay(
      request,
      `The inventory of ${machine.source} cannot say whether ${fqdn} (${machine.id}) is gone.`,
    );
  }
  if (!standing) {
    return undefined;
  }
  if (setbacks < mostLooks) {
    throw new NotYet(
      `Terraform has nothing to destroy, and ${machine.source} still shows ${fqdn} (${standing.id}).`,
      'inventory',
    );
  }
  return {
    finds: 'machine-unmanaged',
    why: `Terraform has nothing to destroy: its state of ${directory} does not know ${fqdn}, which ${machine.source} still shows (${standing.id}). Have the platform team import it into the state, or delete it, and plan anew; or cancel the request, which leaves the machine as it is.`,
    untouched: true,
  };
}

/**
 * Says that a plan does not go with what the inventory shows. It would make a machine that there is
 * already or end none that still stands, as it does once Terraform's state is lost; or it would make
 * one again that was only to be changed, as it does once somebody has deleted that. Undefined where it
 * does none of these.
 *
 * @throws NotYet while the inventory cannot say
 * @throws ServiceUnavailableError when it could not for long
 */
export async function judgeByInventory(
  context: LedgerContext,
  request: StoredRequest,
  plan: Plan,
): Promise<JudgedByInventory | undefined> {
  if (plan.changes.some(change => makesMachine(change, request))) {
    return judgeCreation(context, request);
  }
  const { lifecycle } = context.operations.planned(request);
  return lifecycle.done === 'gone' && request.machine && isEmptyPlan(plan)
    ? judgeEnding(context, request, request.machine)
    : undefined;
}
