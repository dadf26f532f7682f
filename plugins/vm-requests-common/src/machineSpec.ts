import { asksForSshKeys, MachineAccess } from './access';
import {
  accessOf,
  allowsBlueprint,
  Blueprint,
  blueprintOf,
  fitsBlueprint,
  fitsByName,
  TemplateFacts,
  templatesInWords,
} from './blueprint';
import { DiskMount, resolveMounts } from './diskMounts';
import { resolveHardware, totalDiskGib } from './hardware';
import { matchesPattern } from './matchesPattern';
import { fqdnOf, nameKeyOf, nameProblem } from './names';
import {
  environmentOf,
  networkCardsOf,
  Policy,
  PolicyEnvironment,
  PolicyNetwork,
  PolicySite,
} from './policy';
import { MachineHardware } from './requestResources';
import { MachineSpec } from './requests';
import { checkSshPublicKey, holdsPrivateKey } from './sshPublicKey';

/**
 * What a machine that was asked for becomes by policy.
 *
 * @public
 */
export interface ResolvedSpec<T extends Blueprint = Blueprint> {
  environment: PolicyEnvironment;
  blueprint: T;
  access: MachineAccess;
  site: PolicySite;
  network: PolicyNetwork;
  /** Those of all network cards, in their order; the first is `network`. */
  networks: PolicyNetwork[];
  /** What the guest mounts at its first boot, in that order. */
  mounts: DiskMount[];
  /** Names of the clusters to choose from. */
  clusters: string[];
  hardware: MachineHardware;
  /** GiB of all disks together, those that keep the template's size included. */
  diskGib: number;
  fqdn: string;
  /** What the name is unique by. */
  nameKey: string;
  /** One line each, checked. */
  sshPublicKeys: string[];
}

/**
 * What the inventory knows of the template that was asked for.
 *
 * @public
 */
export interface KnownTemplate extends Omit<TemplateFacts, 'name'> {
  /** GiB of its own disks; none where they are not known. */
  disksGib: readonly number[];
}

function sshKeys(lines: string[]): { keys: string[]; problems: string[] } {
  const checks = lines.map(line => checkSshPublicKey(line));
  return {
    keys: [...new Set(checks.flatMap(check => (check.ok ? [check.key] : [])))],
    problems: checks.flatMap((check, index) =>
      check.ok ? [] : [`SSH public key ${index + 1}: ${check.problem}`],
    ),
  };
}

/** Names of the networks of all network cards, in their order. */
function networksOf({ network, extraCards = [] }: MachineSpec): string[] {
  return [network, ...extraCards.map(card => card.network)];
}

function cardProblems(
  environment: PolicyEnvironment,
  spec: MachineSpec,
): string[] {
  const most = networkCardsOf(environment);
  const networks = networksOf(spec);
  const twice = networks.filter(
    (network, index) => networks.indexOf(network) !== index,
  );
  return [
    ...(networks.length > most
      ? [
          `Network cards: ${networks.length} is over the limit of ${most} of this environment.`,
        ]
      : []),
    ...[...new Set(twice)].map(
      network =>
        `Network ${network} has more than one of its network cards. Give each a network of its own.`,
    ),
  ];
}

function placeProblems(site: PolicySite, spec: MachineSpec): string[] {
  const where = `in ${site.datacenter} of ${spec.environment}`;
  return [
    ...(spec.cluster !== undefined && !site.clusters.includes(spec.cluster)
      ? [
          `Cluster ${
            spec.cluster
          } is not allowed ${where}; allowed: ${site.clusters.join(', ')}.`,
        ]
      : []),
    ...[...new Set(networksOf(spec))]
      .filter(wanted => !site.networks.some(({ name }) => name === wanted))
      .map(
        wanted =>
          `Network ${wanted} is not allowed ${where}; allowed: ${site.networks
            .map(({ name }) => name)
            .join(', ')}.`,
      ),
    ...(site.templates.some(pattern => matchesPattern(pattern, spec.template))
      ? []
      : [
          `Template ${
            spec.template
          } is not allowed ${where}; allowed: ${site.templates.join(', ')}.`,
        ]),
  ];
}

function nothingSuch(what: string, name: string, there: readonly string[]) {
  return `There is no ${what} ${name}; the ${what}s are ${there.join(', ')}.`;
}

/**
 * Finds what machines of a blueprint are to be in an environment: both, and who signs in.
 *
 * @returns or why there is none such, as a sentence for people
 * @public
 */
export function findBlueprint<T extends Blueprint>(
  policy: Pick<Policy, 'environments'>,
  blueprints: Record<string, T>,
  spec: Pick<MachineSpec, 'blueprint' | 'environment'>,
):
  | Pick<ResolvedSpec<T>, 'environment' | 'blueprint' | 'access'>
  | { problem: string } {
  const environment = environmentOf(policy, spec.environment);
  if (!environment) {
    const names = Object.keys(policy.environments);
    return { problem: nothingSuch('environment', spec.environment, names) };
  }
  const blueprint = blueprintOf(blueprints, spec.blueprint);
  const allowed = Object.keys(blueprints).filter(name =>
    allowsBlueprint(environment, name),
  );
  if (!blueprint) {
    return { problem: nothingSuch('blueprint', spec.blueprint, allowed) };
  }
  if (!allowed.includes(spec.blueprint)) {
    return {
      problem: `Blueprint ${spec.blueprint} is not allowed in ${
        spec.environment
      }; allowed: ${allowed.join(', ')}.`,
    };
  }
  const access = accessOf(environment, blueprint);
  return access
    ? { environment, blueprint, access }
    : {
        problem: `Neither the blueprint ${spec.blueprint} nor the environment ${spec.environment} says who signs in.`,
      };
}

function keysProblem(
  { sshPublicKeys, blueprint }: MachineSpec,
  access: MachineAccess,
): string[] {
  if (asksForSshKeys(access)) {
    return sshPublicKeys.length > 0
      ? []
      : ['At least one SSH public key is needed.'];
  }
  return sshPublicKeys.length > 0
    ? [`Machines of blueprint ${blueprint} take no SSH public keys.`]
    : [];
}

function templateProblem(
  blueprint: Blueprint,
  { template: name, blueprint: blueprintName }: MachineSpec,
  known: KnownTemplate | undefined,
): string[] {
  const fits = known
    ? fitsBlueprint(blueprint, { ...known, name })
    : fitsByName(blueprint, name);
  return fits
    ? []
    : [
        `Template ${name} does not fit blueprint ${blueprintName}; those fit that have: ${templatesInWords(
          blueprint,
        )}.`,
      ];
}

/**
 * Checks what a person asks for against policy. Cluster, network and template are compared by name.
 *
 * @param template - what the inventory knows of it; undefined as long as it was not asked, and then
 *   the template is judged by its name alone
 * @returns what it becomes, or what policy has against it, as sentences for people
 * @public
 */
export function resolveSpec<T extends Blueprint>(
  policy: Policy,
  blueprints: Record<string, T>,
  spec: MachineSpec,
  template?: KnownTemplate,
): { resolved: ResolvedSpec<T>; problems: [] } | { problems: string[] } {
  const ssh = sshKeys(spec.sshPublicKeys);
  const found = findBlueprint(policy, blueprints, spec);
  const blueprint = 'blueprint' in found ? found.blueprint : undefined;
  const name = nameProblem(spec.name, blueprint?.name.maxLength);
  const problems = [
    ...(name ? [name] : []),
    ...ssh.problems,
    ...(spec.purpose.trim() === '' ? ['A purpose is needed.'] : []),
    ...(holdsPrivateKey(spec.purpose)
      ? [
          'The purpose holds a private key. Consider that key lost, and make a new one.',
        ]
      : []),
  ];
  if ('problem' in found) {
    return { problems: [...problems, found.problem] };
  }
  const { environment, access } = found;
  const templateDisksGib = template?.disksGib;
  const { hardware, problems: hardwareProblems } = resolveHardware(
    environment,
    found.blueprint,
    spec,
    templateDisksGib,
  );
  const { mounts, problems: mountProblems } = resolveMounts(spec, {
    ...found,
    templateDisks: templateDisksGib?.length,
  });
  problems.push(
    ...keysProblem(spec, access),
    ...hardwareProblems,
    ...mountProblems,
    ...cardProblems(environment, spec),
    ...templateProblem(found.blueprint, spec, template),
  );
  const site = environment.sites.find(
    candidate =>
      candidate.source === spec.source &&
      candidate.datacenter === spec.datacenter,
  );
  if (!site) {
    return {
      problems: [
        ...problems,
        `Datacenter ${spec.datacenter} of ${spec.source} is not allowed in ${
          spec.environment
        }; allowed: ${environment.sites
          .map(({ source, datacenter }) => `${datacenter} of ${source}`)
          .join(', ')}.`,
      ],
    };
  }
  problems.push(...placeProblems(site, spec));
  const networks = networksOf(spec).flatMap(
    wanted => site.networks.find(each => each.name === wanted) ?? [],
  );
  const [network] = networks;
  if (problems.length > 0 || networks.length === 0 || !hardware) {
    return { problems };
  }
  const fqdn = fqdnOf(spec.name, network.domain);
  if (fqdn.length > 253) {
    return {
      problems: [
        `With its domain, the name has ${fqdn.length} characters; at most 253 are allowed.`,
      ],
    };
  }
  return {
    resolved: {
      environment,
      blueprint: found.blueprint,
      access,
      site,
      network,
      networks,
      mounts,
      clusters: spec.cluster === undefined ? site.clusters : [spec.cluster],
      hardware,
      diskGib: totalDiskGib(hardware, templateDisksGib),
      fqdn,
      nameKey: nameKeyOf(policy.nameScope, { name: spec.name, fqdn }),
      sshPublicKeys: ssh.keys,
    },
    problems: [],
  };
}

/**
 * Says why an owner cannot have more machines in an environment, or undefined.
 *
 * @param has - living machines and open requests of the owner in the environment
 * @param more - how many it is to have besides
 * @public
 */
export function quotaProblem(
  environment: Pick<PolicyEnvironment, 'limits' | 'title'>,
  owner: string,
  has: number,
  more: number = 1,
): string | undefined {
  const limit = environment.limits.machinesPerOwner;
  if (limit === undefined || has + more <= limit) {
    return undefined;
  }
  const why = `${owner} has ${has} machines and open requests in ${environment.title}; ${limit} are allowed.`;
  return more === 1 ? why : `${why} That leaves no room for ${more} more.`;
}
