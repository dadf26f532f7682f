import { ConflictError, InputError } from '@backstage/errors';
import {
  branchOf,
  directoryOf,
  RequestAddress,
  RequestPlacement,
  ResolvedSpec,
} from '@backlot/plugin-vm-requests-common';
import {
  LedgerStepInput,
  OpenedAdoption,
  OperationBlueprint,
} from '@backlot/plugin-vm-requests-node';
import { inventoryPath } from '@backlot/vsphere-templates';
import { NewRequest } from '../../database/RequestStore';
import { Attempt } from '../../database/StoredRequest';
import { LedgerContext } from '../../ledger/LedgerContext';
import { pinOf } from '../../ledger/pinOf';
import { handOutStack, stackForNew } from '../../ledger/stackOf';
import { termsOf } from '../../ledger/termsOf';
import { adoptionVariables } from './adoptionVariables';
import { ResolvedAdoption } from './planAdoption';
import { StandingMachine } from './StandingMachine';
import { ipv4Of } from './ipv4Of';

/** Which machine, for whom, and why. */
export type AskedAdoption = Omit<
  LedgerStepInput<'adopt'>,
  'requestedBy' | 'task'
>;

/** A machine that can be adopted, as it is, and what it is to be. */
export interface Adoptable
  extends Pick<
    ResolvedSpec<OperationBlueprint>,
    'environment' | 'blueprint' | 'access'
  > {
  standing: StandingMachine;
  resolved: ResolvedAdoption;
}

/** A request that adopts a machine, with all that is known of it. */
export type AdoptionRequest = NewRequest &
  Required<
    Pick<NewRequest, 'machine' | 'interfaces' | 'placement' | 'address'>
  >;

/**
 * Who decides. A person always does, also where policy approves new machines: what is adopted is
 * somebody's work, and its new owner may end it.
 *
 * @throws InputError where nobody could
 */
export function approversOf(
  { settings }: Pick<LedgerContext, 'settings'>,
  { environment }: Pick<AskedAdoption, 'environment'>,
  { environment: { approval } }: Pick<Adoptable, 'environment'>,
): string[] {
  const approvers =
    approval.approvers.length > 0 ? approval.approvers : settings.platformTeam;
  if (approvers.length === 0) {
    throw new InputError(
      `Nobody could approve an adoption in ${environment}. Name approvers in vmRequests.policy.environments.${environment}.approval, or a vmRequests.platformTeam.`,
    );
  }
  return approvers;
}

/** What becomes of its addresses, in words. */
function addressWords({
  cards: [first, ...others],
  fqdn,
  unrecorded,
}: ResolvedAdoption): string[] {
  const addressesOfCard = ({ ipv4, ipv6 }: ResolvedAdoption['cards'][number]) =>
    [ipv4, ...(ipv6 ? [ipv6] : [])].map(({ address }) => address).join(' and ');
  const further = others
    .map(card => `${addressesOfCard(card)} of ${card.name}`)
    .join(', ');
  return [
    `NetBox has its ${first.ipv6 ? 'addresses' : 'address'} ${addressesOfCard(
      first,
    )} as ${fqdn}${further && `, and ${further},`} from then on.`,
    ...unrecorded.map(
      ({ card, addresses }) =>
        `${card} has ${addresses.join(
          ', ',
        )}, too, which NetBox is not told of: a card has one address of each family here. Record them there, or they may be given to another machine.`,
    ),
  ];
}

/** What will happen, in words. */
function told(
  { standing, resolved }: Adoptable,
  { owner, environment }: AskedAdoption,
): string[] {
  const { machine } = standing;
  const { cards, hardware } = resolved;
  return [
    `${machine.name} (${machine.id} of ${machine.source}) belongs to ${owner} from then on, in ${environment}. It stays as it is, and where it is.`,
    `Terraform takes it into its state with its ${
      hardware.disks.length === 1 ? 'disk' : `${hardware.disks.length} disks`
    } and its ${
      cards.length === 1 ? 'network card' : `${cards.length} network cards`
    }. What its plan updates besides is what only Terraform's provider keeps.`,
    ...addressWords(resolved),
  ];
}

function placementOf({ standing, resolved }: Adoptable): RequestPlacement {
  const { machine, datacenter, cluster, resourcePool, datastores, folder } =
    standing;
  const [card] = resolved.cards;
  if (!datacenter || !cluster || !resourcePool || !folder) {
    throw new ConflictError(
      `${machine.source} does not say where ${machine.name} is.`,
    );
  }
  const { vApp: _, ...pool } = resourcePool;
  return {
    source: machine.source,
    datacenter: { id: datacenter.id, name: datacenter.name },
    cluster,
    resourcePool: pool,
    datastore: datastores[0],
    network: { id: card.network_id, name: card.network },
    folder: { id: folder.id, path: folder.path },
    reasons: [],
  };
}

function addressOf({
  cards,
  network,
  allocations,
}: ResolvedAdoption): RequestAddress {
  const [first, ...others] = cards.flatMap(card =>
    allocations
      .filter(each => each.interface === card.name)
      .flatMap(({ key, family, network: name }) => {
        const variable = card[family];
        return variable
          ? [
              {
                address: variable.address,
                prefixLength: variable.prefix_length,
                key,
                interface: card.name,
                network: name,
                gateway: variable.gateway,
              },
            ]
          : [];
      }),
  );
  return {
    address: first.address,
    prefixLength: first.prefixLength,
    gateway: ipv4Of(network).gateway,
    dnsServers: network.dnsServers,
    domain: network.domain,
    key: first.key,
    ...(others.length > 0 && { others }),
  };
}

/** The request of an adoption, before anything is written. */
export function newRequest(
  { settings, newId }: Pick<LedgerContext, 'settings' | 'newId'>,
  asked: AskedAdoption & { requestedBy: string },
  adoptable: Adoptable,
): AdoptionRequest {
  const { standing, resolved } = adoptable;
  const { machine, datacenter, folder } = standing;
  const { network, cpus, memoryMib, disksGib, cards } = resolved;
  const id = newId();
  const placement = placementOf(adoptable);
  const address = addressOf(resolved);
  const { name } = machine;
  const { name: stackName, stack } = stackForNew(
    settings,
    adoptable.environment,
    asked.stack,
  );
  const [first, ...others] = disksGib;
  return {
    id,
    kind: 'adopt',
    machineId: newId(),
    baseGeneration: 0,
    name,
    nameKey: resolved.nameKey,
    fqdn: resolved.fqdn,
    environment: asked.environment,
    owner: asked.owner,
    requestedBy: asked.requestedBy,
    purpose: asked.reason,
    stack: stackName,
    repository: stack.repository,
    baseBranch: stack.baseBranch,
    branch: branchOf(id),
    directory: directoryOf(stack.directory, {
      environment: asked.environment,
      name,
    }),
    spec: {
      name,
      blueprint: asked.blueprint,
      environment: asked.environment,
      size: 'custom',
      custom: { cpus, memoryMib, diskGib: first },
      extraDisks: others.map(sizeGib => ({ sizeGib })),
      source: machine.source,
      datacenter: placement.datacenter.name,
      cluster: placement.cluster.name,
      network: network.name,
      // Nobody knows what it was made from.
      template: '',
      sshPublicKeys: [],
      owner: asked.owner,
      purpose: asked.reason,
    },
    terms: {
      hardware: { cpus, memoryMib, disksGib },
      diskGib: disksGib.reduce((sum, size) => sum + size, 0),
      clusters: [placement.cluster.name],
      folder: placement.folder?.path ?? '',
      network,
      sshPublicKeys: [],
      ...termsOf(settings, adoptable),
      allocationKey: address.key,
      allocations: resolved.allocations,
      importId: inventoryPath({
        datacenter: [...(datacenter?.folders ?? []), placement.datacenter.name],
        folders: folder?.names ?? [],
        machine: name,
      }),
      change: {
        input: { machine: machine.id, address: asked.address ?? null },
        does: told(adoptable, asked),
        ...(machine.power === 'off' && {
          interrupts:
            'It is off. Should the plan change anything of it, it is switched on for that, and shut down again.',
        }),
      },
    },
    interfaces: cards.map(card => ({
      name: card.name,
      macAddress: card.mac_address,
    })),
    placement,
    address,
    machine: {
      source: machine.source,
      id: machine.id,
      instanceUuid: machine.instanceUuid,
    },
    approvers: approversOf({ settings }, asked, adoptable),
  };
}

/** What the steps after `adopt` are told. */
export function handOut(
  settings: Pick<LedgerContext['settings'], 'stacks'>,
  request: Omit<NewRequest, 'batch'>,
  attempt: Attempt,
  variables: OpenedAdoption['variables'],
): OpenedAdoption {
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
    terraform: pinOf(request),
    blueprint: {
      name: request.spec.blueprint,
      values: request.terms.values ?? {},
    },
    variables,
  };
}

/** Terraform's variables of the machine as it is. */
export function variablesOf(
  { standing, resolved }: Adoptable,
  request: Omit<NewRequest, 'batch'> & Required<Pick<NewRequest, 'placement'>>,
): OpenedAdoption['variables'] {
  const { placement, terms } = request;
  const { cpus, memoryMib, hardware, cards, network } = resolved;
  return adoptionVariables(
    {
      name: request.name,
      cpus,
      memoryMib,
      hardware,
      place: {
        datacenter_id: placement.datacenter.id,
        datacenter: placement.datacenter.name,
        cluster_id: placement.cluster.id,
        cluster: placement.cluster.name,
        resource_pool_id: placement.resourcePool.id,
        datastore_id: placement.datastore.id,
        datastore: placement.datastore.name,
        folder: standing.folder?.path ?? '',
      },
      domain: network.domain,
      dnsServers: network.dnsServers,
      cards,
      access: terms.access,
      annotation: {
        request: request.id,
        owner: request.owner,
        purpose: request.purpose,
      },
    },
    pinOf(request).provider.version,
  );
}
