import { isIPv4, isIPv6 } from 'node:net';
import { liesIn } from '@backlot/netbox-client';
import {
  allocationKeyOf,
  Blueprint,
  familiesOf,
  fitsByGuest,
  fqdnOf,
  limitProblems,
  matchesPattern,
  nameKeyOf,
  nameProblem,
  Policy,
  PolicyEnvironment,
  PolicyNetwork,
  PolicySite,
} from '@backlot/plugin-vm-requests-common';
import { AddressAllocation } from '@backlot/plugin-vm-requests-node';
import {
  MachineHardware,
  machineHardwareSchema,
} from '@backlot/vsphere-templates';
import { CardVariable } from './adoptionVariables';
import { StandingCard, StandingMachine } from './StandingMachine';

/** What is asked for beside the machine. */
export interface AskedAdoption {
  /** Name of the environment. */
  environment: string;
  /** Of the first network card, where its guest reports none. */
  address?: string;
}

/** What machines that are asked for so are. */
export interface AdoptionTerms {
  environment: PolicyEnvironment;
  /** By which its files are written. */
  blueprint: Pick<Blueprint, 'title' | 'name' | 'templates'>;
}

/** A machine that policy lets be adopted, with all that its request has to know. */
export interface ResolvedAdoption {
  site: PolicySite;
  /** That of the first network card. */
  network: PolicyNetwork;
  fqdn: string;
  /** What the name is unique by. */
  nameKey: string;
  hardware: MachineHardware;
  cpus: number;
  memoryMib: number;
  disksGib: number[];
  cards: CardVariable[];
  /** Of each address of a card, those of the first card first. */
  allocations: AddressAllocation[];
  /** What guests report of their networks beside it, by the names of the cards. */
  unrecorded: { card: string; addresses: string[] }[];
}

/** What is against it, as sentences for people; or what it becomes. */
export type AdoptionOutcome =
  | { resolved: ResolvedAdoption; problems: [] }
  | { resolved?: undefined; problems: string[] };

/** Cards that the provider can keep (`network_interface.adapter_type`). */
const adapterTypes = ['e1000', 'e1000e', 'sriov', 'vmxnet3', 'vmxnet3vrdma'];

const gib = 1024 ** 3;

function stateProblems({ machine, live, ...standing }: StandingMachine) {
  const { name, source, power } = machine;
  if (!live) {
    return [
      `${source} is not followed live now, so nobody knows how ${name} is. Try again once it answers.`,
    ];
  }
  if (!machine.connected) {
    return [
      `${source} does not reach ${name}: its host is disconnected, or its files cannot be read. Ask again once it does.`,
    ];
  }
  if (standing.hardware === undefined) {
    return [
      `The configuration of ${name} cannot be read. Check that the account of the inventory may read it in ${source}.`,
    ];
  }
  return power === 'suspended'
    ? [`${name} is suspended. Switch it on or off, and ask again.`]
    : [];
}

/** What the provider cannot take over, in words. */
function shapeProblems(standing: StandingMachine): string[] {
  const { snapshots, resourcePool, folder, datastores } = standing;
  return [
    ...(snapshots.length > 0
      ? [
          `It has snapshots (${snapshots.join(
            ', ',
          )}), on which the Terraform provider cannot change disks. Delete them first.`,
        ]
      : // Those of a machine with snapshots are linked to one another.
        standing.problems),
    ...(folder === undefined || resourcePool === undefined || resourcePool.vApp
      ? [
          'It lies in a vApp, where the Terraform provider finds no machine by its path. Move it out of the vApp.',
        ]
      : []),
    ...(datastores.length === 0
      ? ['It has no datastore, so that nobody knows where its disks are.']
      : []),
  ];
}

function managedElsewhere(
  { managedBy }: NonNullable<Policy['adoption']>,
  { note = '', folder }: StandingMachine,
): string[] {
  return managedBy.flatMap(({ title, note: inNote, folder: inFolder }) => {
    const fits =
      (inNote !== undefined && matchesPattern(inNote, note)) ||
      (inFolder !== undefined &&
        folder !== undefined &&
        matchesPattern(inFolder, folder.path));
    return fits
      ? [
          `${title} manages it, by its ${
            inNote !== undefined && matchesPattern(inNote, note)
              ? 'note'
              : `folder ${folder?.path}`
          }: two tools would change back what the other changes. Take it out of ${title} first.`,
        ]
      : [];
  });
}

/** A machine of another operating system has another blueprint's module and way to sign in. */
function systemProblems(
  blueprint: AdoptionTerms['blueprint'],
  { guestId }: MachineHardware,
): string[] {
  return fitsByGuest(blueprint, guestId)
    ? []
    : [
        `Its operating system is ${guestId}, and machines of ${
          blueprint.title
        } have ${blueprint.templates.guestIds?.join(
          ' or ',
        )}. Adopt it by the template of another blueprint.`,
      ];
}

function placeProblems(
  site: PolicySite,
  standing: StandingMachine,
  environment: string,
): string[] {
  const { cluster, cards } = standing;
  const where = `in ${site.datacenter} of ${environment}`;
  const networks = site.networks.map(({ name }) => name);
  return [
    ...(cluster && site.clusters.includes(cluster.name)
      ? []
      : [
          `It runs in ${
            cluster ? `cluster ${cluster.name}` : 'no cluster'
          }, which is not allowed ${where}; allowed: ${site.clusters.join(
            ', ',
          )}. Move it, or choose another environment.`,
        ]),
    ...cards
      .filter(({ network }) => !network || !networks.includes(network.name))
      .map(
        ({ label, network }) =>
          `${label} is in ${
            network ? `network ${network.name}` : 'no network that is known'
          }, which is not allowed ${where}; allowed: ${networks.join(', ')}.`,
      ),
  ];
}

/** The address of a card: what its guest reports in its network, or what was asked for. */
function addressOf(
  card: StandingCard,
  prefix: string,
  asked: string | undefined,
): string | undefined {
  const reported = card.addresses.filter(
    address => isIPv4(address) && liesIn(address, prefix),
  );
  return asked !== undefined &&
    (reported.length === 0 || reported.includes(asked))
    ? asked
    : reported[0];
}

/**
 * The IPv6 address of a card; undefined where its guest reports none of its network, or several, of which
 * nobody knows which one is there to stay.
 */
function ipv6Of(
  { addresses }: StandingCard,
  { ipv6 }: PolicyNetwork,
  index: number,
): CardVariable['ipv6'] {
  if (!ipv6) {
    return undefined;
  }
  const reported = addresses.filter(
    address => isIPv6(address) && liesIn(address, ipv6.prefix),
  );
  const [address] = reported;
  return reported.length === 1 && address !== ipv6.gateway
    ? {
        address,
        prefix_length: Number(ipv6.prefix.split('/')[1]),
        ...(index === 0 && { gateway: ipv6.gateway }),
      }
    : undefined;
}

/** An allocation of each address of a machine's cards, by the networks that these are in. */
function allocationsOf(
  fqdn: string,
  cards: readonly { card: CardVariable; network: PolicyNetwork }[],
): AddressAllocation[] {
  return cards.flatMap(({ card, network }) =>
    familiesOf(network)
      .filter(({ family }) => card[family] !== undefined)
      .map(each => ({
        key: allocationKeyOf({
          fqdn,
          interfaceName: card.name,
          family: each.family,
        }),
        interface: card.name,
        network: network.name,
        ...each,
      })),
  );
}

/** What a guest reports of its card's network, and is not the card's one address of a family. */
function unrecordedOf(
  { addresses }: StandingCard,
  { card, network }: { card: CardVariable; network: PolicyNetwork },
): { card: string; addresses: string[] } {
  return {
    card: card.name,
    addresses: addresses.filter(
      address =>
        address !== card.ipv4.address &&
        address !== card.ipv6?.address &&
        familiesOf(network).some(({ prefix }) => liesIn(address, prefix)),
    ),
  };
}

function cardOf(
  card: StandingCard,
  index: number,
  {
    site,
    hardware,
    asked,
  }: {
    site: PolicySite;
    hardware: MachineHardware;
    asked: string | undefined;
  },
): { card?: CardVariable; network?: PolicyNetwork; problems: string[] } {
  const { label, adapterType, macAddress } = card;
  const network = site.networks.find(({ name }) => name === card.network?.name);
  if (!network || !card.network || !macAddress) {
    return {
      problems: macAddress ? [] : [`${label} has no MAC address.`],
    };
  }
  if (!adapterTypes.includes(adapterType)) {
    return {
      problems: [
        `${label} is of the type ${adapterType}, which the Terraform provider does not know. Replace it by vmxnet3.`,
      ],
    };
  }
  const { prefix, gateway } = network;
  if (prefix === undefined || gateway === undefined) {
    return {
      problems: [
        `${label} is in ${network.name}, which has no IPv4 prefix in the policy. Machines are adopted by their IPv4 addresses.`,
      ],
    };
  }
  const own = index === 0 ? asked : undefined;
  const address = addressOf(card, prefix, own);
  if (address === undefined || !liesIn(address, prefix)) {
    return {
      problems: [
        `The guest reports no address of ${label} in ${prefix} (${
          network.name
        })${
          card.addresses.length > 0 ? `, but ${card.addresses.join(', ')}` : ''
        }. ${
          index === 0
            ? 'Give it, or have VMware Tools running.'
            : 'Have VMware Tools running.'
        }`,
      ],
    };
  }
  if (address === gateway) {
    return {
      problems: [
        `${label} has the address of the gateway of ${network.name}, ${address}.`,
      ],
    };
  }
  const ipv6 = ipv6Of(card, network, index);
  return {
    problems: [],
    network,
    card: {
      name: `eth${index}`,
      network_id: card.network.id,
      network: card.network.name,
      adapter_type: adapterType,
      mac_address: macAddress,
      static_mac: hardware.staticMacAddresses.includes(label),
      ipv4: {
        address,
        prefix_length: Number(prefix.split('/')[1]),
        ...(index === 0 && { gateway }),
      },
      ...(ipv6 && { ipv6 }),
    },
  };
}

/**
 * Checks a machine that nobody requested against policy, and says what its request has to know of it.
 * Whatever is against it is said at once.
 */
export function planAdoption(
  policy: Policy,
  asked: AskedAdoption,
  { environment, blueprint }: AdoptionTerms,
  standing: StandingMachine,
): AdoptionOutcome {
  const state = stateProblems(standing);
  if (state.length > 0) {
    return { problems: state };
  }
  const { machine, datacenter, cards } = standing;
  const { name, source } = machine;
  const read = machineHardwareSchema.safeParse(standing.hardware);
  if (!read.success) {
    return {
      problems: [
        `The inventory describes the hardware of ${name} otherwise than this release knows it. Run both from one release of Backlot.`,
      ],
    };
  }
  const hardware = read.data;
  const wrongName = nameProblem(name, blueprint.name.maxLength);
  const problems = [
    ...(wrongName
      ? [
          `The name ${name} is none that machines have here. ${wrongName} Rename it in ${source} first: Terraform would do it otherwise.`,
        ]
      : []),
    ...shapeProblems(standing),
    ...systemProblems(blueprint, hardware),
    ...(policy.adoption ? managedElsewhere(policy.adoption, standing) : []),
    ...(cards.length === 0
      ? ['It has no network card, and each machine has an address here.']
      : []),
  ];
  const site = environment.sites.find(
    candidate =>
      candidate.source === source && candidate.datacenter === datacenter?.name,
  );
  if (!site) {
    return {
      problems: [
        ...problems,
        `It is in ${
          datacenter?.name ?? 'no datacenter'
        } of ${source}, which is not allowed in ${
          asked.environment
        }; allowed: ${environment.sites
          .map(each => `${each.datacenter} of ${each.source}`)
          .join(', ')}.`,
      ],
    };
  }
  const disksGib = hardware.disks.map(({ sizeBytes }) =>
    Math.ceil(sizeBytes / gib),
  );
  const { cpus = 0, memoryMib = 0 } = machine;
  problems.push(
    ...placeProblems(site, standing, asked.environment),
    ...limitProblems(environment.limits, {
      cpus,
      memoryMib,
      diskGib: disksGib.reduce((sum, size) => sum + size, 0),
    }),
  );
  const variables = cards.map((card, index) =>
    cardOf(card, index, { site, hardware, asked: asked.address }),
  );
  problems.push(...variables.flatMap(each => each.problems));
  const complete = variables.flatMap(({ card, network }) =>
    card && network ? [{ card, network }] : [],
  );
  if (problems.length > 0 || complete.length < cards.length) {
    return { problems };
  }
  const [{ network }] = complete;
  const fqdn = fqdnOf(name, network.domain);
  return {
    problems: [],
    resolved: {
      site,
      network,
      fqdn,
      nameKey: nameKeyOf(policy.nameScope, { name, fqdn }),
      hardware,
      cpus,
      memoryMib,
      disksGib,
      cards: complete.map(({ card }) => card),
      allocations: allocationsOf(fqdn, complete),
      unrecorded: complete
        .map((each, index) => unrecordedOf(cards[index], each))
        .filter(({ addresses }) => addresses.length > 0),
    },
  };
}
