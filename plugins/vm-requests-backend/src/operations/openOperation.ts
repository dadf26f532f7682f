import {
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
} from '@backstage/errors';
import {
  branchOf,
  environmentOf,
  OperationOffer,
  OperationPreview,
  JsonRecord,
} from '@backlot/plugin-vm-requests-common';
import {
  ChangeOfMachine,
  LedgerStepInput,
  OpenedOperation,
  ResolvedChange,
} from '@backlot/plugin-vm-requests-node';
import { Asker, askerOfItem, itemOfTask } from '../batches/askerOf';
import { readStartTime } from '../changeTimes/startTime';
import { isoAfter } from '../clock';
import { NewRequest, PlaceInBatch } from '../database/RequestStore';
import {
  Attempt,
  StoredMachine,
  StoredRequest,
} from '../database/StoredRequest';
import { LedgerContext, lookEvery } from '../ledger/LedgerContext';
import { handOutStack, withdrawnStack } from '../ledger/stackOf';
import { reservationMs } from '../ledger/reservationMs';
import { isOverdue } from '../endDates/watchEndDate';
import { createOperationContext } from './createOperationContext';

type OperateInput = LedgerStepInput<'operate'>;

/** Whether a machine belongs to somebody, or is in the care of somebody's platform team. */
export function isTheirs(
  { settings }: Pick<LedgerContext, 'settings'>,
  { owner }: Pick<StoredMachine, 'owner'>,
  ownership: readonly string[],
): boolean {
  return [owner, ...settings.platformTeam].some(ref => ownership.includes(ref));
}

/** Why nobody may ask for an operation of a machine now, in words. */
export function refusalOf(
  { settings, operations }: Pick<LedgerContext, 'settings' | 'operations'>,
  kind: string,
  machine: StoredMachine,
): string | undefined {
  if (machine.lifecycle !== 'active') {
    return `${machine.fqdn} is ${machine.lifecycle}: nothing else can be asked of it now.`;
  }
  const operation = operations.of({ kind });
  return (
    operations.changeOf(operation).refusal?.(machine) ??
    (operation.needsPlan === false
      ? undefined
      : withdrawnStack(settings, machine.stack))
  );
}

/**
 * The operations that can be asked of a machine.
 *
 * @param options - `openRequest` is the id of one on it that is open
 */
export function offersOf(
  { settings, operations }: Pick<LedgerContext, 'settings' | 'operations'>,
  machine: StoredMachine,
  options: { ownership: readonly string[]; openRequest?: string },
): OperationOffer[] {
  const { ownership, openRequest } = options;
  let refusal: string | undefined;
  if (!isTheirs({ settings }, machine, ownership)) {
    refusal = `The machine belongs to ${machine.owner}.`;
  } else if (openRequest) {
    refusal = `Request ${openRequest} on it is open. Wait for its end, or cancel it.`;
  }
  return operations.list().flatMap(operation =>
    operation.change
      ? [
          {
            kind: operation.kind,
            title: operation.words.title,
            description: operation.change.description,
            template: operation.change.template,
            refusal:
              refusal ??
              refusalOf({ settings, operations }, operation.kind, machine),
          },
        ]
      : [],
  );
}

function readInput(change: ChangeOfMachine, given: JsonRecord): JsonRecord {
  const read = change.input.safeParse(given);
  if (!read.success) {
    throw new InputError(
      read.error.issues
        .map(({ path, message }) => `${path.join('.') || 'Input'}: ${message}`)
        .join('; '),
    );
  }
  return read.data;
}

/** What an operation would do to a machine; changes nothing. */
export async function previewOperation(
  context: LedgerContext,
  machine: StoredMachine,
  asked: {
    kind: string;
    input: JsonRecord;
    /** Entity refs of who asks, and of the groups. */
    ownership: readonly string[];
  },
): Promise<OperationPreview> {
  const { store, operations } = context;
  const change = operations.changeOf(asked);
  try {
    const refusal = refusalOf(context, asked.kind, machine);
    if (refusal) {
      throw new ConflictError(refusal);
    }
    const { does, interrupts, growth } = await change.resolve(
      createOperationContext(context),
      readInput(change, asked.input),
      machine,
      await store.getShaping(machine),
      asked.ownership,
    );
    await reserve(context, machine, growth);
    return { does, interrupts, problems: [] };
  } catch (error) {
    // Those of the inventory are of its client's making.
    if (
      isError(error) &&
      ['InputError', 'ConflictError'].includes(error.name)
    ) {
      return { does: [], problems: [error.message] };
    }
    throw error;
  }
}

/** Keeps room for what a machine grows by, or only checks that there is. */
async function reserve(
  { store, peers }: LedgerContext,
  { id, shapedBy, madeBy }: StoredMachine,
  growth: ResolvedChange['growth'],
  reservation?: { id: string; milliseconds: number },
): Promise<void> {
  if (!growth || growth.cpus + growth.memoryMib + growth.diskGib === 0) {
    return;
  }
  const { machine } = await store.get(shapedBy ?? madeBy);
  if (!machine) {
    throw new ConflictError(
      `The ledger does not know which machine of its source ${id} is.`,
    );
  }
  await peers.inventory.reserveGrowth({
    source: machine.source,
    machine: machine.id,
    ...growth,
    reservation,
  });
}

/** Room that no request came to need. It is free again by itself when its time is over. */
async function endReservation(
  { peers, logger }: LedgerContext,
  id: string,
): Promise<void> {
  try {
    await peers.inventory.endReservation(id);
  } catch (error) {
    logger.warn(
      `The room that was kept for ${id} is not free yet: ${
        isError(error) ? error.message : String(error)
      }`,
    );
  }
}

/** Who decides: as for a new machine in its environment, or the platform team where that is no more. */
function approversOf(
  { settings }: LedgerContext,
  { environment }: StoredMachine,
): string[] {
  const rules = environmentOf(settings.policy, environment);
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

function openedOf(
  { settings }: Pick<LedgerContext, 'settings'>,
  request: StoredRequest,
  attempt: Attempt,
): OpenedOperation {
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
    stack: handOutStack(settings, request.stack),
    files: request.files,
  };
}

/** The request of an operation, which goes on from what was applied last. */
function newRequest(options: {
  id: string;
  asked: OperateInput & { requestedBy: string };
  machine: StoredMachine;
  shaping: StoredRequest;
  change: ResolvedChange;
  approvers: string[];
  needsPlan: boolean;
  batch?: PlaceInBatch;
}): NewRequest {
  const { id, asked, machine, shaping, change, approvers, batch } = options;
  return {
    id,
    kind: asked.operation,
    machineId: machine.id,
    baseGeneration: machine.generation,
    name: machine.name,
    nameKey: shaping.nameKey,
    fqdn: machine.fqdn,
    environment: machine.environment,
    owner: machine.owner,
    requestedBy: asked.requestedBy,
    startAt: asked.startAt,
    purpose: asked.reason,
    stack: machine.stack,
    repository: shaping.repository,
    baseBranch: shaping.baseBranch,
    branch: branchOf(id),
    directory: shaping.directory,
    spec: change.placement?.template
      ? { ...shaping.spec, template: change.placement.template.name }
      : shaping.spec,
    terms: {
      ...shaping.terms,
      hardware: change.hardware ?? shaping.terms.hardware,
      diskGib: change.diskGib ?? shaping.terms.diskGib,
      terraform: change.terraform ?? shaping.terms.terraform,
      machine: change.machine,
      planless: !options.needsPlan || undefined,
      change: {
        input: asked.input,
        does: change.does,
        interrupts: change.interrupts,
      },
    },
    interfaces: shaping.interfaces,
    placement: change.placement ?? shaping.placement,
    address: shaping.address,
    machine: shaping.machine,
    approvers,
    files: change.files,
    memory: change.memory,
    batch,
  };
}

/**
 * In whose name a task asks that no person started: of whoever opened its batch, or of the owner where
 * the ledger itself started it to decommission a machine whose time is over.
 */
async function askerOfOwnTask(
  context: LedgerContext,
  asked: OperateInput,
  machine: StoredMachine,
): Promise<Asker> {
  const { peers, operations, settings, clock } = context;
  const { operation, task, machine: id } = asked;
  const found = await itemOfTask(context, task);
  if (found) {
    const { batch, item } = found;
    if (batch.kind !== operation || item.values.machine !== id) {
      throw new NotAllowedError(
        `Number ${item.batch.position} of batch ${batch.id} is to ${batch.kind} ${item.name}, and nothing else.`,
      );
    }
    return askerOfItem(found);
  }
  const { template } = operations.changeOf({ kind: operation });
  if (
    operation !== 'decommission' ||
    !isOverdue({ settings, clock }, machine) ||
    !(await peers.tasks.isOwnOperation(task, { template, machine: id }))
  ) {
    throw new NotAllowedError(
      `Only a signed-in user can ask for an operation on ${machine.fqdn}; no user started task ${task}.`,
    );
  }
  return { requestedBy: machine.owner };
}

/**
 * Checks who asks for which operation on which machine, and opens a request for it. The same task
 * gets the same request again.
 *
 * @throws ConflictError when another request on the machine is open, or it cannot be now
 * @throws InputError when policy or the machine does not allow what is asked
 * @throws NotAllowedError when the machine is another's
 * @throws NotFoundError when there is no such machine
 */
export async function openOperation(
  context: LedgerContext,
  asked: OperateInput,
): Promise<OpenedOperation> {
  const { store, clock, peers, operations } = context;
  const known = await store.findByTask(asked.task);
  if (known) {
    return openedOf(context, known.request, known.attempt);
  }
  const machine = await store.getMachine(asked.machine);
  const { requestedBy, batch, askedAt }: Asker =
    asked.requestedBy === undefined
      ? await askerOfOwnTask(context, asked, machine)
      : { requestedBy: asked.requestedBy };
  const ownership = await peers.people.ownershipOf(requestedBy);
  const operation = operations.of({ kind: asked.operation });
  const change = operations.changeOf(operation);
  if (!isTheirs(context, machine, ownership)) {
    throw new NotAllowedError(
      `${requestedBy} cannot ask for this: ${machine.fqdn} belongs to ${machine.owner}.`,
    );
  }
  const refusal = refusalOf(context, operation.kind, machine);
  if (refusal) {
    throw new ConflictError(refusal);
  }
  const startAt =
    asked.startAt === undefined
      ? undefined
      : readStartTime(
          asked.startAt,
          context.settings.policy,
          // The start of a batch may come before all of its requests are open.
          askedAt ?? clock.now(),
        );
  const shaping = await store.getShaping(machine);
  const resolved = await change.resolve(
    createOperationContext(context),
    readInput(change, asked.input),
    machine,
    shaping,
    ownership,
  );
  const request = newRequest({
    id: context.newId(),
    asked: { ...asked, requestedBy, startAt },
    machine,
    shaping,
    change: resolved,
    approvers: resolved.approvers ?? approversOf(context, machine),
    needsPlan: operation.needsPlan !== false,
    batch,
  });
  await reserve(context, machine, resolved.growth, {
    id: request.id,
    milliseconds: reservationMs(context, {
      ...request,
      needsPlan: operation.needsPlan !== false,
    }),
  });
  let opened: { request: StoredRequest; attempt: Attempt } | undefined;
  try {
    opened = await store.openOn(machine, request, asked.task, {
      wakeAt: isoAfter(clock, lookEvery),
    });
  } finally {
    if (resolved.growth && opened?.request.id !== request.id) {
      await endReservation(context, request.id);
    }
  }
  context.changed(opened.request.id);
  return openedOf(context, opened.request, opened.attempt);
}
