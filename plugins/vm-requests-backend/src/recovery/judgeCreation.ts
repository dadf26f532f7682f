import { ServiceUnavailableError } from '@backstage/errors';
import { Plan, PlanChange } from '@backlot/plugin-vm-requests-common';
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

/** What keeps a plan that makes the machine of a request from being applied. */
export interface JudgedCreation {
  finds: Extract<RetryCheck['finds'], 'second-machine' | 'machine-gone'>;
  /** In words, with what to do about it. */
  why: string;
}

/**
 * Says that a plan would make a machine that there is already, as it does once Terraform's state is
 * lost, or one again that was only to be changed, as it does once somebody has deleted that; undefined
 * where it would do neither.
 *
 * @throws NotYet while the inventory cannot say
 * @throws ServiceUnavailableError when it could not for long
 */
export async function judgeCreation(
  context: LedgerContext,
  request: StoredRequest,
  plan: Plan,
): Promise<JudgedCreation | undefined> {
  if (!plan.changes.some(change => makesMachine(change, request))) {
    return undefined;
  }
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
  if (standing) {
    return {
      finds: 'second-machine',
      why: `The plan would make the machine once more: ${source} shows machine ${standing.id} named ${standing.name}, and Terraform's state of ${request.directory} does not know it. No plan that makes a second one can be approved. If it was made for this request, have the platform team import it into the state, and plan anew; otherwise, or to begin again, delete it and plan anew. A roll-back waits until it is gone.`,
    };
  }
  if (live) {
    return !operation.makesMachine
      ? {
          finds: 'machine-gone',
          why: `${source} no longer shows ${fqdn}${
            machine ? ` (${machine.id})` : ''
          }: somebody deleted it, or took it away, and Terraform would make it again, without what was on its disks. Cancel this request, and decommission the machine, so that its name and address are free.`,
        }
      : undefined;
  }
  const words = `The inventory of ${source} cannot say whether there is a machine ${request.name} already.`;
  if (setbacks < mostLooks) {
    throw new NotYet(words, 'inventory');
  }
  throw blame(
    new ServiceUnavailableError(words),
    'inventory',
    `${words} Plan anew once the source is live again.`,
  );
}
