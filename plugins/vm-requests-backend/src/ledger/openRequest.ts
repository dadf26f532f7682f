import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  allocationKeyOf,
  branchOf,
  directoryOf,
  KnownTemplate,
  MachineSpec,
  RequestInterface,
  ResolvedSpec,
  resolveSpec,
} from '@backlot/plugin-vm-requests-common';
import {
  AttemptRef,
  LedgerStepInput,
  OpenedRequest,
  OperationBlueprint,
} from '@backlot/plugin-vm-requests-node';
import { readStartTime } from '../changeTimes/startTime';
import { isoAfter } from '../clock';
import { MacAddressesTakenError } from '../database/MacAddressesTakenError';
import { NewRequest } from '../database/RequestStore';
import { Attempt, StoredRequest } from '../database/StoredRequest';
import { drawFreeMacAddresses } from '../macAddresses/drawFreeMacAddresses';
import { formatMacAddress } from '../macAddresses/MacAddressRange';
import { checkOnBehalf } from './checkOnBehalf';
import { findNameHolder } from './findNameHolder';
import { LedgerContext, lookEvery } from './LedgerContext';
import { ownerRefOf } from './ownerRefOf';
import { quotaCheck } from './quotaCheck';
import { reservationMs } from './reservationMs';
import { termsOf } from './termsOf';

/** The machine's network cards, by the names of their interfaces in NetBox. */
const interfaceNames = ['eth0'];
const [interfaceName] = interfaceNames;

function withOwnerRef(spec: MachineSpec): MachineSpec {
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

async function resolve(
  context: LedgerContext,
  spec: MachineSpec,
): Promise<ResolvedSpec<OperationBlueprint>> {
  // What policy does not allow in any case needs no answer of the inventory.
  checkPolicy(context, spec);
  return checkPolicy(
    context,
    spec,
    await context.peers.inventory.findTemplate(spec),
  );
}

/** Who asks for whom, and from when it may be applied. */
type Asked = Pick<NewRequest, 'requestedBy' | 'requestedFor' | 'startAt'>;

/** @throws InputError where the start is none that can be asked for */
function readAsked(
  { settings, clock }: LedgerContext,
  asked: { requestedBy: string; requestedFor?: string; startAt?: string },
): Asked {
  const { requestedBy, startAt } = asked;
  const requestedFor = asked.requestedFor && ownerRefOf(asked.requestedFor);
  return {
    requestedBy,
    requestedFor: requestedFor === requestedBy ? undefined : requestedFor,
    startAt:
      startAt === undefined
        ? undefined
        : readStartTime(startAt, settings.policy, clock.now()),
  };
}

async function checkOwner(
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
): Promise<void> {
  const holder = await findNameHolder(context, {
    name: spec.name,
    fqdn: resolved.fqdn,
    nameKey: resolved.nameKey,
    source: spec.source,
  });
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
): NewRequest {
  const { settings } = context;
  const id = context.newId();
  const { approval } = resolved.environment;
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
    repository: settings.repository,
    baseBranch: settings.baseBranch,
    branch: branchOf(id),
    directory: directoryOf(settings.directory, spec),
    spec,
    terms: {
      hardware: resolved.hardware,
      diskGib: resolved.diskGib,
      clusters: resolved.clusters,
      folder: resolved.site.folder,
      network: resolved.network,
      sshPublicKeys: resolved.sshPublicKeys,
      ...termsOf(settings, resolved),
      allocationKey: allocationKeyOf({
        fqdn: resolved.fqdn,
        interfaceName,
        family: 'ipv4',
      }),
    },
    approvers: approval.required ? approval.approvers : [],
  };
}

/** What the steps after `open` are told. */
function handOut(
  context: LedgerContext,
  request: NewRequest | StoredRequest,
  interfaces: RequestInterface[],
): Omit<OpenedRequest, keyof AttemptRef> {
  const { spec, terms } = request;
  return {
    fqdn: request.fqdn,
    hardware: terms.hardware,
    placement: {
      source: spec.source,
      datacenter: spec.datacenter,
      clusters: terms.clusters,
      network: spec.network,
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
      description: `Backlot request ${request.id}`,
    },
    repository: {
      name: request.repository,
      baseBranch: request.baseBranch,
      branch: request.branch,
      directory: request.directory,
    },
    terraform: terms.terraform,
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
 * the chosen network. Draws anew when others were faster.
 */
async function openWithMacAddresses<T>(
  context: LedgerContext,
  spec: MachineSpec,
  open: (macAddresses: string[]) => Promise<T>,
): Promise<T> {
  const elsewhere = new Set(
    await context.peers.inventory.listMacAddresses(spec),
  );
  for (;;) {
    try {
      return await open(
        await drawFreeMacAddresses(context, interfaceNames.length, elsewhere),
      );
    } catch (error) {
      if (!(error instanceof MacAddressesTakenError)) {
        throw error;
      }
    }
  }
}

/** What stands for the MAC addresses where none are drawn. */
function previewInterfaces({ settings }: LedgerContext): RequestInterface[] {
  const { first } = settings.macAddresses;
  return interfaceNames.map((name, index) => ({
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
  const asked = readAsked(context, input);
  const resolved = await resolve(context, spec);
  await checkOwner(context, spec.owner, asked, resolved);
  try {
    await checkName(context, spec, resolved);
    const opened = await openWithMacAddresses(context, spec, macAddresses =>
      store.open(newRequest(context, spec, resolved, asked), input.task, {
        wakeAt: isoAfter(clock, lookEvery),
        check: quotaCheck(resolved.environment, spec.owner),
        interfaces: interfaceNames,
        macAddresses,
      }),
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
  const resolved = await resolve(context, spec);
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
    previewInterfaces(context),
  );
}
