import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
} from '@backstage/errors';
import {
  findBlueprint,
  OperationPreview,
} from '@backlot/plugin-vm-requests-common';
import {
  LedgerStepInput,
  OpenedAdoption,
} from '@backlot/plugin-vm-requests-node';
import { askerOf } from '../../batches/askerOf';
import { isoAfter } from '../../clock';
import { Attempt, StoredRequest } from '../../database/StoredRequest';
import { LedgerContext, lookEvery } from '../../ledger/LedgerContext';
import { ownerRefOf } from '../../ledger/ownerRefOf';
import { quotaCheck } from '../../ledger/quotaCheck';
import {
  Adoptable,
  AdoptionRequest,
  approversOf,
  AskedAdoption,
  handOut,
  newRequest,
  variablesOf,
} from './adoptionRequest';
import { planAdoption } from './planAdoption';
import { takenAddresses } from './takenAddresses';

/**
 * What policy and the machine have against it, all at once.
 *
 * @throws InputError with all of it
 */
async function resolve(
  { peers, settings }: LedgerContext,
  asked: AskedAdoption,
): Promise<Adoptable> {
  const { policy, blueprints } = settings;
  const found = findBlueprint(policy, blueprints, asked);
  if ('problem' in found) {
    throw new InputError(found.problem);
  }
  const standing = await peers.inventory.survey({
    source: asked.source,
    id: asked.machine,
    providerVersion: found.blueprint.terraform.provider.version,
  });
  const { resolved, problems } = planAdoption(policy, asked, found, standing);
  if (!resolved) {
    throw new InputError(problems.join(' '));
  }
  return { ...found, standing, resolved };
}

/** @throws NotAllowedError when a person cannot adopt machines for an owner */
export function checkOwner(
  context: Pick<LedgerContext, 'settings'>,
  asked: Pick<AskedAdoption, 'owner' | 'environment'>,
  adoptable: Pick<Adoptable, 'environment'>,
  ownership: readonly string[],
): void {
  const { owner, environment } = asked;
  const decides = [
    ...context.settings.platformTeam,
    ...approversOf(context, asked, adoptable),
  ].some(ref => ownership.includes(ref));
  if (!ownership.includes(owner) && !decides) {
    throw new NotAllowedError(
      `You cannot adopt a machine for ${owner}: the owner must be you or a group that you are a member of, unless you approve machines in ${environment}.`,
    );
  }
}

/** What has the machine, its name or its address already. */
async function checkFree(
  { store, peers }: LedgerContext,
  { machine, ...request }: AdoptionRequest,
): Promise<void> {
  const { name, nameKey, address, interfaces } = request;
  const holding = await store.findMachineHolding(machine);
  if (holding) {
    throw new ConflictError(
      `${name} (${machine.id} of ${machine.source}) has an owner here already: ${holding.owner}.`,
    );
  }
  const holder = await store.findName(nameKey);
  if (holder) {
    throw new ConflictError(`The name ${name} is taken by request ${holder}.`);
  }
  const { machines } = await peers.inventory.findMachines({
    source: machine.source,
    name,
  });
  const twin = machines.find(({ id }) => id !== machine.id);
  if (twin) {
    throw new ConflictError(
      `${machine.source} has another machine named ${name}, ${twin.id}. Rename one of them.`,
    );
  }
  const hindrance = await peers.addresses.findHindranceToTake({
    name,
    addresses: takenAddresses(request, address),
    interfaces,
  });
  if (hindrance) {
    throw new ConflictError(hindrance);
  }
}

async function openAgain(
  context: LedgerContext,
  asked: AskedAdoption,
  { request, attempt }: { request: StoredRequest; attempt: Attempt },
): Promise<OpenedAdoption> {
  if (request.state !== 'open' || attempt.endedAt || !request.placement) {
    throw new ConflictError(
      `The request ${request.id} of this task is ${request.state}${
        request.message ? ` (${request.message})` : ''
      }. Begin again from the machine's page.`,
    );
  }
  const adoptable = await resolve(context, asked);
  return handOut(
    context.settings,
    request,
    attempt,
    variablesOf(adoptable, { ...request, placement: request.placement }),
  );
}

/**
 * Checks a machine that nobody requested against policy, and opens a request to adopt it. The same task
 * gets the same request again.
 *
 * @throws ConflictError when the machine, its name or its address is another's
 * @throws InputError when policy or the machine does not allow it
 * @throws NotAllowedError when the owner is another's, or its quota is used up
 */
export async function openAdoption(
  context: LedgerContext,
  input: LedgerStepInput<'adopt'>,
): Promise<OpenedAdoption> {
  const { store, clock, peers } = context;
  const asked = { ...input, owner: ownerRefOf(input.owner) };
  const known = await store.findByTask(input.task);
  if (known) {
    return openAgain(context, asked, known);
  }
  const { requestedBy, batch } = await askerOf(context, input, item => {
    if (
      item.values.source !== asked.source ||
      item.values.machine !== asked.machine
    ) {
      throw new InputError(
        `Number ${item.batch.position} of batch ${item.batch.id} adopts ${item.name}, and nothing else.`,
      );
    }
  });
  const adoptable = await resolve(context, asked);
  checkOwner(
    context,
    asked,
    adoptable,
    await peers.people.ownershipOf(requestedBy),
  );
  const request = {
    ...newRequest(context, { ...asked, requestedBy }, adoptable),
    batch,
  };
  try {
    await checkFree(context, request);
    const opened = await store.openAdoption(request, input.task, {
      wakeAt: isoAfter(clock, lookEvery),
      check: quotaCheck(adoptable.environment, asked.owner),
    });
    context.changed(opened.request.id);
    return handOut(
      context.settings,
      opened.request,
      opened.attempt,
      variablesOf(adoptable, { ...request, id: opened.request.id }),
    );
  } catch (error) {
    // The same task may have come twice at once, and what it meets is its own request.
    const meanwhile = await store.findByTask(input.task);
    if (meanwhile) {
      return openAgain(context, asked, meanwhile);
    }
    throw error;
  }
}

/** What an adoption would do, or what is against it; changes nothing. */
export async function previewAdoption(
  context: LedgerContext,
  given: Omit<AskedAdoption, 'reason'>,
  ownership: readonly string[],
): Promise<OperationPreview> {
  const [requestedBy] = ownership;
  const asked = { ...given, owner: ownerRefOf(given.owner), reason: '' };
  try {
    const adoptable = await resolve(context, asked);
    checkOwner(context, asked, adoptable, ownership);
    const request = newRequest(context, { ...asked, requestedBy }, adoptable);
    await checkFree(context, request);
    quotaCheck(
      adoptable.environment,
      asked.owner,
    )(
      await context.store.countOf({
        owner: asked.owner,
        environment: asked.environment,
      }),
    );
    const { does, interrupts } = request.terms.change ?? { does: [] };
    return { does, interrupts, problems: [] };
  } catch (error) {
    if (
      isError(error) &&
      ['InputError', 'ConflictError', 'NotAllowedError'].includes(error.name)
    ) {
      return { does: [], problems: [error.message] };
    }
    throw error;
  }
}
