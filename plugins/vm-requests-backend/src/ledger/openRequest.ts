import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  allocationKeyOf,
  BatchRef,
  branchOf,
  directoryOf,
  familiesOf,
  KnownTemplate,
  MachineSpec,
  RequestInterface,
  ResolvedSpec,
  resolveSpec,
} from '@backlot/plugin-vm-requests-common';
import {
  AddressAllocation,
  AttemptRef,
  LedgerStepInput,
  OpenedRequest,
  OperationBlueprint,
} from '@backlot/plugin-vm-requests-node';
import { askerOf } from '../batches/askerOf';
import { readStartTime } from '../changeTimes/startTime';
import { isoAfter } from '../clock';
import { MacAddressesTakenError } from '../database/MacAddressesTakenError';
import { NewRequest, PlaceInBatch } from '../database/RequestStore';
import { Attempt, StoredRequest } from '../database/StoredRequest';
import { drawFreeMacAddresses } from '../macAddresses/drawFreeMacAddresses';
import { formatMacAddress } from '../macAddresses/MacAddressRange';
import { checkOnBehalf } from './checkOnBehalf';
import { findNameHolder } from './findNameHolder';
import { LedgerContext, lookEvery } from './LedgerContext';
import { ownerRefOf } from './ownerRefOf';
import { pinOf } from './pinOf';
import { quotaCheck } from './quotaCheck';
import { handOutStack, stackForNew } from './stackOf';
import { reservationMs } from './reservationMs';
import { termsOf } from './termsOf';

/** The machine's network cards, by the names of their interfaces in NetBox. */
function interfaceNamesOf({
  networks,
}: Pick<ResolvedSpec, 'networks'>): string[] {
  return networks.map((_, index) => `eth${index}`);
}

/** An address for each card and family, those of the first card first. */
function allocationsOf(
  resolved: Pick<ResolvedSpec, 'networks' | 'fqdn'>,
): AddressAllocation[] {
  const names = interfaceNamesOf(resolved);
  return resolved.networks.flatMap((network, index) =>
    familiesOf(network).map(each => ({
      key: allocationKeyOf({
        fqdn: resolved.fqdn,
        interfaceName: names[index],
        family: each.family,
      }),
      interface: names[index],
      network: network.name,
      ...each,
    })),
  );
}

/** The same, with its owner as the catalog knows it. */
export function withOwnerRef(spec: MachineSpec): MachineSpec {
  return { ...spec, owner: ownerRefOf(spec.owner) };
}

function checkPolicy(
  context: LedgerContext,
  spec: MachineSpec,
  template?: KnownTemplate,
): ResolvedSpec<OperationBlueprint> {
  const { policy, blueprints } = context.settings;
  const outcome = resolveSpec(policy, blueprints, spec, template);
  if (!('resolved' in outcome)) {
    throw new InputError(outcome.problems.join(' '));
  }
  return outcome.resolved;
}

/**
 * What a machine that is asked for becomes by policy and its template.
 *
 * @throws InputError with all that policy has against it
 */
export async function resolveRequest(
  context: LedgerContext,
  spec: MachineSpec,
): Promise<ResolvedSpec<OperationBlueprint>> {
  // What policy does not allow in any case needs no answer of the inventory.
  const { environment } = checkPolicy(context, spec);
  stackForNew(context.settings, environment, spec.stack);
  return checkPolicy(
    context,
    spec,
    await context.peers.inventory.findTemplate(spec),
  );
}

/** Who asks for whom, and from when it may be applied. */
type Asked = Pick<NewRequest, 'requestedBy' | 'requestedFor' | 'startAt'>;

/**
 * @param askedAt - when it was asked for; now unless told
 * @throws InputError where the start is none that can be asked for
 */
export function readAsked(
  { settings, clock }: LedgerContext,
  asked: { requestedBy: string; requestedFor?: string; startAt?: string },
  askedAt: Date = clock.now(),
): Asked {
  const { requestedBy, startAt } = asked;
  const requestedFor = asked.requestedFor && ownerRefOf(asked.requestedFor);
  return {
    requestedBy,
    requestedFor: requestedFor === requestedBy ? undefined : requestedFor,
    startAt:
      startAt === undefined
        ? undefined
        : readStartTime(startAt, settings.policy, askedAt),
  };
}

/** @throws NotAllowedError when a person cannot request machines for an owner */
export async function checkOwner(
  context: LedgerContext,
  owner: string,
  { requestedBy, requestedFor }: Asked,
  { environment }: ResolvedSpec,
): Promise<void> {
  if (requestedFor !== undefined) {
    await checkOnBehalf(context, environment, {
      requestedBy,
      requestedFor,
      owner,
    });
    return;
  }
  const ownership = await context.peers.people.ownershipOf(requestedBy);
  if (!ownership.includes(owner)) {
    throw new NotAllowedError(
      `${requestedBy} cannot request a machine for ${owner}: the owner must be you or a group that you are a member of.`,
    );
  }
}

async function checkName(
  context: LedgerContext,
  spec: MachineSpec,
  resolved: ResolvedSpec,
  batch?: BatchRef,
): Promise<void> {
  const holder = await findNameHolder(
    context,
    {
      name: spec.name,
      fqdn: resolved.fqdn,
      nameKey: resolved.nameKey,
      source: spec.source,
    },
    batch,
  );
  if (holder) {
    throw new ConflictError(holder.reason);
  }
}

/** What the task of a request is told when it opens the request again. */
function openAgain(
  context: LedgerContext,
  { request, attempt }: { request: StoredRequest; attempt: Attempt },
): OpenedRequest {
  if (request.state !== 'open' || attempt.endedAt) {
    throw new ConflictError(
      `The request ${request.id} of this task is ${request.state}${
        request.message ? ` (${request.message})` : ''
      }. Request the machine again from the Create page.`,
    );
  }
  if (!request.interfaces) {
    throw new ConflictError(
      `The request ${request.id} of this task was opened before machines had MAC addresses of their own. Request the machine again from the Create page.`,
    );
  }
  return {
    request: request.id,
    attempt: attempt.id,
    ...handOut(context, request, request.interfaces),
  };
}

function newRequest(
  context: LedgerContext,
  spec: MachineSpec,
  resolved: ResolvedSpec<OperationBlueprint>,
  asked: Asked,
  batch?: PlaceInBatch,
): NewRequest {
  const { settings } = context;
  const id = context.newId();
  const { approval } = resolved.environment;
  const { name: stackName, stack } = stackForNew(
    settings,
    resolved.environment,
    spec.stack,
  );
  const allocations = allocationsOf(resolved);
  return {
    id,
    kind: 'create',
    machineId: context.newId(),
    baseGeneration: 0,
    name: spec.name,
    nameKey: resolved.nameKey,
    fqdn: resolved.fqdn,
    environment: spec.environment,
    owner: spec.owner,
    ...asked,
    purpose: spec.purpose,
    stack: stackName,
    repository: stack.repository,
    baseBranch: stack.baseBranch,
    branch: branchOf(id),
    directory: directoryOf(stack.directory, spec),
    spec,
    terms: {
      hardware: resolved.hardware,
      diskGib: resolved.diskGib,
      clusters: resolved.clusters,
      folder: resolved.site.folder,
      network: resolved.network,
      sshPublicKeys: resolved.sshPublicKeys,
      ...termsOf(settings, resolved),
      allocationKey: allocations[0].key,
      allocations,
      mounts: resolved.mounts.length > 0 ? resolved.mounts : undefined,
    },
    approvers: approval.required ? approval.approvers : [],
    batch,
  };
}

/** What the steps after `open` are told. */
function handOut(
  context: LedgerContext,
  request: NewRequest | StoredRequest,
  interfaces: RequestInterface[],
): Omit<OpenedRequest, keyof AttemptRef> {
  const { spec, terms } = request;
  const description = `Backlot request ${request.id}`;
  return {
    fqdn: request.fqdn,
    hardware: terms.hardware,
    placement: {
      source: spec.source,
      datacenter: spec.datacenter,
      clusters: terms.clusters,
      network: spec.network,
      furtherNetworks: spec.extraCards?.map(card => card.network),
      template: spec.template,
      folder: terms.folder,
    },
    reservation: {
      id: request.id,
      ttlSeconds: Math.ceil(
        reservationMs(context, { ...request, needsPlan: true }) / 1000,
      ),
    },
    network: terms.network,
    interfaces,
    allocation: {
      key: terms.allocationKey,
      dnsName: request.fqdn,
      description,
    },
    allocations: terms.allocations?.map(allocation => ({
      ...allocation,
      dnsName: allocation.interface === interfaces[0].name ? request.fqdn : '',
      description,
    })),
    mounts: terms.mounts?.map(({ disk, mountPoint, fileSystem }) => ({
      disk: `disk${disk}`,
      path: mountPoint,
      file_system: fileSystem,
    })),
    repository: {
      name: request.repository,
      baseBranch: request.baseBranch,
      branch: request.branch,
      directory: request.directory,
    },
    stack: handOutStack(context.settings, request.stack),
    terraform: pinOf(request),
    blueprint: { name: spec.blueprint, values: terms.values ?? {} },
    access: {
      mechanism: terms.access.mechanism,
      user: terms.access.user,
      sshPublicKeys: terms.sshPublicKeys,
    },
    annotation: {
      request: request.id,
      owner: request.owner,
      purpose: request.purpose,
    },
  };
}

/**
 * Opens with MAC addresses that nobody has as far as can be seen: ledger, NetBox, and the machines in
 * the chosen networks. Draws anew when others were faster.
 */
async function openWithMacAddresses<T>(
  context: LedgerContext,
  spec: MachineSpec,
  { networks }: ResolvedSpec,
  open: (macAddresses: string[]) => Promise<T>,
): Promise<T> {
  const lists = await Promise.all(
    networks.map(({ name: network }) =>
      context.peers.inventory.listMacAddresses({ ...spec, network }),
    ),
  );
  const elsewhere = new Set(lists.flat());
  for (;;) {
    try {
      return await open(
        await drawFreeMacAddresses(context, networks.length, elsewhere),
      );
    } catch (error) {
      if (!(error instanceof MacAddressesTakenError)) {
        throw error;
      }
    }
  }
}

/** What stands for the MAC addresses where none are drawn. */
function previewInterfaces(
  { settings }: LedgerContext,
  resolved: ResolvedSpec,
): RequestInterface[] {
  const { first } = settings.macAddresses;
  return interfaceNamesOf(resolved).map((name, index) => ({
    name,
    macAddress: formatMacAddress(first + index),
  }));
}

/**
 * Checks what is asked for, and opens a request for it. The same task gets the same request again.
 *
 * @throws ConflictError when the name is taken, no MAC address is left, or the task's request is past
 *   being prepared
 * @throws InputError when policy does not allow what is asked
 * @throws NotAllowedError when the owner is another's or its quota is used up
 * @throws ServiceUnavailableError when the network's source or NetBox does not answer
 */
export async function openRequest(
  context: LedgerContext,
  input: LedgerStepInput<'open'>,
): Promise<OpenedRequest> {
  const { store, clock } = context;
  const known = await store.findByTask(input.task);
  if (known) {
    return openAgain(context, known);
  }
  const spec = withOwnerRef(input.spec);
  const { requestedBy, batch, askedAt } = await askerOf(
    context,
    input,
    item => {
      if (item.name !== spec.name) {
        throw new InputError(
          `Number ${item.batch.position} of batch ${item.batch.id} is ${item.name}, not ${spec.name}.`,
        );
      }
    },
  );
  const asked = readAsked(
    context,
    { ...input, requestedBy },
    // The start of a batch may come before all of its requests are open.
    askedAt,
  );
  const resolved = await resolveRequest(context, spec);
  await checkOwner(context, spec.owner, asked, resolved);
  try {
    await checkName(context, spec, resolved, batch);
    const opened = await openWithMacAddresses(
      context,
      spec,
      resolved,
      macAddresses =>
        store.open(
          newRequest(context, spec, resolved, asked, batch),
          input.task,
          {
            wakeAt: isoAfter(clock, lookEvery),
            check: quotaCheck(resolved.environment, spec.owner),
            interfaces: interfaceNamesOf(resolved),
            macAddresses,
          },
        ),
    );
    context.changed(opened.request.id);
    return openAgain(context, opened);
  } catch (error) {
    // The same task may have come twice at once, and what it meets is its own request.
    const meanwhile = await store.findByTask(input.task);
    if (meanwhile) {
      return openAgain(context, meanwhile);
    }
    throw error;
  }
}

/** The checks of {@link openRequest} without opening anything. */
export async function checkRequest(
  context: LedgerContext,
  input: LedgerStepInput<'check'>,
): Promise<Omit<OpenedRequest, keyof AttemptRef>> {
  const spec = withOwnerRef(input.spec);
  const asked = readAsked(context, input);
  const resolved = await resolveRequest(context, spec);
  await checkOwner(context, spec.owner, asked, resolved);
  await checkName(context, spec, resolved);
  quotaCheck(
    resolved.environment,
    spec.owner,
  )(
    await context.store.countOf({
      owner: spec.owner,
      environment: spec.environment,
    }),
  );
  return handOut(
    context,
    newRequest(context, spec, resolved, asked),
    previewInterfaces(context, resolved),
  );
}
