import { resolveHardware, totalDiskGib } from './hardware';
import { fqdnOf, nameKeyOf, nameProblem } from './names';
import { Policy, PolicyEnvironment, PolicyNetwork, PolicySite } from './policy';
import { MachineHardware } from './requestResources';
import { MachineSpec } from './requests';
import { checkSshPublicKey, holdsPrivateKey } from './sshPublicKey';

/**
 * What a machine that was asked for becomes by policy.
 *
 * @public
 */
export interface ResolvedSpec {
  environment: PolicyEnvironment;
  site: PolicySite;
  network: PolicyNetwork;
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
 * Whether a name fits a pattern of the policy, in which `*` stands for any text.
 *
 * @public
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const [first, ...parts] = pattern.split('*');
  if (parts.length === 0) {
    return pattern === name;
  }
  const last = parts.pop()!;
  if (
    name.length < first.length + last.length ||
    !name.startsWith(first) ||
    !name.endsWith(last)
  ) {
    return false;
  }
  let position = first.length;
  const end = name.length - last.length;
  for (const part of parts) {
    const found = name.indexOf(part, position);
    if (found < 0 || found + part.length > end) {
      return false;
    }
    position = found + part.length;
  }
  return true;
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
    ...(site.networks.some(({ name }) => name === spec.network)
      ? []
      : [
          `Network ${
            spec.network
          } is not allowed ${where}; allowed: ${site.networks
            .map(({ name }) => name)
            .join(', ')}.`,
        ]),
    ...(site.templates.some(pattern => matchesPattern(pattern, spec.template))
      ? []
      : [
          `Template ${
            spec.template
          } is not allowed ${where}; allowed: ${site.templates.join(', ')}.`,
        ]),
  ];
}

/**
 * Checks what a person asks for against policy. Cluster, network and template are compared by name.
 *
 * @param templateDisksGib - GiB of the template's own disks, where they are known
 * @returns what it becomes, or what policy has against it, as sentences for people
 * @public
 */
export function resolveSpec(
  policy: Policy,
  spec: MachineSpec,
  templateDisksGib: readonly number[] = [],
): { resolved: ResolvedSpec; problems: [] } | { problems: string[] } {
  const name = nameProblem(spec.name);
  const ssh = sshKeys(spec.sshPublicKeys);
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
  const environment = Object.hasOwn(policy.environments, spec.environment)
    ? policy.environments[spec.environment]
    : undefined;
  if (!environment) {
    return {
      problems: [
        ...problems,
        `There is no environment ${
          spec.environment
        }; the environments are ${Object.keys(policy.environments).join(
          ', ',
        )}.`,
      ],
    };
  }
  const { hardware, problems: hardwareProblems } = resolveHardware(
    environment,
    spec,
    templateDisksGib,
  );
  problems.push(...hardwareProblems);
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
  const network = site.networks.find(
    candidate => candidate.name === spec.network,
  );
  if (problems.length > 0 || !network || !hardware) {
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
      site,
      network,
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
 * Says why an owner cannot have one more machine in an environment, or undefined.
 *
 * @param has - living machines and open requests of the owner in the environment
 * @public
 */
export function quotaProblem(
  environment: Pick<PolicyEnvironment, 'limits' | 'title'>,
  owner: string,
  has: number,
): string | undefined {
  const limit = environment.limits.machinesPerOwner;
  return limit !== undefined && has >= limit
    ? `${owner} has ${has} machines and open requests in ${environment.title}; ${limit} are allowed.`
    : undefined;
}
