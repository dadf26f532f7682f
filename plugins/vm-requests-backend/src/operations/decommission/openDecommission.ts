import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { branchOf } from '@backlot/plugin-vm-requests-common';
import {
  LedgerStepInput,
  OpenedOperation,
} from '@backlot/plugin-vm-requests-node';
import { isoAfter } from '../../clock';
import { NewRequest } from '../../database/RequestStore';
import {
  Attempt,
  StoredMachine,
  StoredRequest,
} from '../../database/StoredRequest';
import { LedgerContext, lookEvery } from '../../ledger/LedgerContext';
import { absentVariables } from '../../recovery/rollBack';

type DecommissionInput = LedgerStepInput<'decommission'>;

function isTheirs(
  { settings }: Pick<LedgerContext, 'settings'>,
  { owner }: StoredMachine,
  ownership: string[],
): boolean {
  return [owner, ...settings.platformTeam].some(ref => ownership.includes(ref));
}

/** Whether somebody may ask now to decommission a machine. */
export function mayDecommission(
  context: Pick<LedgerContext, 'settings'>,
  machine: StoredMachine,
  ownership: string[],
): boolean {
  return (
    machine.lifecycle === 'active' &&
    !machine.isProtected &&
    isTheirs(context, machine, ownership)
  );
}

async function checkPerson(
  context: LedgerContext,
  machine: StoredMachine,
  person: string,
): Promise<void> {
  const ownership = await context.peers.people.ownershipOf(person);
  if (!isTheirs(context, machine, ownership)) {
    throw new NotAllowedError(
      `${person} cannot decommission ${machine.fqdn}: it belongs to ${machine.owner}.`,
    );
  }
}

function checkMachine(
  machine: StoredMachine,
  { name }: DecommissionInput,
): void {
  if (machine.lifecycle !== 'active') {
    throw new ConflictError(
      `${machine.fqdn} cannot be decommissioned now: it is ${machine.lifecycle}.`,
    );
  }
  if (machine.isProtected) {
    throw new ConflictError(
      `${machine.fqdn} is protected from being decommissioned. Take the protection away first.`,
    );
  }
  if (name !== machine.name) {
    throw new InputError(
      `Type the machine's name, ${machine.name}, to confirm that it shall end.`,
    );
  }
}

/** Who decides: as for a new machine in its environment, or the platform team where that is no more. */
function approversOf(
  { settings }: LedgerContext,
  { environment }: StoredMachine,
): string[] {
  const rules = settings.policy.environments[environment];
  if (rules) {
    return rules.approval.required ? rules.approval.approvers : [];
  }
  if (settings.platformTeam.length === 0) {
    throw new ConflictError(
      `Nobody can approve this: policy no longer has the environment ${environment}, and vmRequests.platformTeam names nobody.`,
    );
  }
  return settings.platformTeam;
}

function openedOf(request: StoredRequest, attempt: Attempt): OpenedOperation {
  if (request.state !== 'open' || attempt.endedAt || !request.files) {
    throw new ConflictError(
      `The request ${request.id} of this task is ${request.state}${
        request.message ? ` (${request.message})` : ''
      }. Begin again from the machine's page.`,
    );
  }
  return {
    request: request.id,
    attempt: attempt.id,
    fqdn: request.fqdn,
    repository: {
      name: request.repository,
      baseBranch: request.baseBranch,
      branch: request.branch,
      directory: request.directory,
    },
    files: request.files,
  };
}

/**
 * Checks who asks to end which machine, and opens a request for it. The same task gets the same
 * request again.
 *
 * @throws ConflictError when the machine is protected, or another request on it is open
 * @throws InputError when the name that was typed is another
 * @throws NotAllowedError when the machine is another's
 * @throws NotFoundError when there is no such machine
 */
export async function openDecommission(
  context: LedgerContext,
  input: DecommissionInput,
): Promise<OpenedOperation> {
  const { store, clock } = context;
  const known = await store.findByTask(input.task);
  if (known) {
    return openedOf(known.request, known.attempt);
  }
  const machine = await store.getMachine(input.machine);
  await checkPerson(context, machine, input.requestedBy);
  checkMachine(machine, input);
  const shaping = await store.get(machine.shapedBy ?? machine.madeBy);
  const id = context.newId();
  const request: NewRequest = {
    id,
    kind: 'decommission',
    machineId: machine.id,
    baseGeneration: machine.generation,
    name: machine.name,
    nameKey: shaping.nameKey,
    fqdn: machine.fqdn,
    environment: machine.environment,
    owner: machine.owner,
    requestedBy: input.requestedBy,
    purpose: input.reason,
    repository: shaping.repository,
    baseBranch: shaping.baseBranch,
    branch: branchOf(id),
    directory: shaping.directory,
    spec: shaping.spec,
    terms: shaping.terms,
    interfaces: shaping.interfaces,
    placement: shaping.placement,
    address: shaping.address,
    machine: shaping.machine,
    approvers: approversOf(context, machine),
    // What else lies there stays as it is in Git until the machine is gone.
    files: [absentVariables(shaping)],
  };
  const opened = await store.openOn(machine, request, input.task, {
    wakeAt: isoAfter(clock, lookEvery),
  });
  context.changed(opened.request.id);
  return openedOf(opened.request, opened.attempt);
}
