import { ManagedObject, ManagedObjects } from './ManagedObjects';
import { folderPath, reference, references, unescapedName } from './properties';

/**
 * What to leave out of a source: patterns of names, in which `*` stands for any characters. Case
 * does not matter, as it does not to vCenter.
 *
 * @public
 */
export interface VSphereExclude {
  /** Datacenters with all that is in them. */
  datacenters: string[];
  /** Clusters and standalone hosts with hosts, resource pools and machines. */
  clusters: string[];
  /** Folders of machines by their path, e.g. `backup/*`, with all that is in them. */
  folders: string[];
  machines: string[];
  templates: string[];
  datastores: string[];
  networks: string[];
}

type Rule = keyof VSphereExclude;

/**
 * Tells what configuration leaves out.
 *
 * @internal
 */
export class Exclusion {
  readonly #patterns: ReadonlyMap<Rule, readonly [string, RegExp][]>;

  constructor(exclude: Partial<VSphereExclude>) {
    this.#patterns = new Map(
      Object.entries(exclude)
        .filter(([, patterns]) => patterns.length > 0)
        .map(([rule, patterns]) => [
          rule as Rule,
          patterns.map((pattern): [string, RegExp] => [
            pattern,
            expressionOf(pattern),
          ]),
        ]),
    );
  }

  /** @returns in words why the object is left out; undefined when it is not */
  reasonFor(
    object: ManagedObject,
    objects: ManagedObjects,
  ): string | undefined {
    if (this.#patterns.size === 0) {
      return undefined;
    }
    for (const container of withContainers(object, objects)) {
      const rule = ruleOf(container);
      const name =
        rule === 'folders'
          ? folderPath(container, objects)
          : unescapedName(container);
      const found =
        rule &&
        // A datacenter's own folder of machines has no path.
        name !== '' &&
        this.#patterns.get(rule)?.find(([, pattern]) => pattern.test(name));
      if (found) {
        return `Excluded by exclude.${rule}: ${found[0]}`;
      }
    }
    return undefined;
  }
}

function ruleOf(object: ManagedObject): Rule | undefined {
  switch (object.ref.type) {
    case 'Datacenter':
      return 'datacenters';
    case 'ComputeResource':
    case 'ClusterComputeResource':
      return 'clusters';
    case 'Folder':
      return holdsMachines(object) ? 'folders' : undefined;
    case 'Datastore':
    case 'StoragePod':
      return 'datastores';
    case 'Network':
    case 'OpaqueNetwork':
    case 'DistributedVirtualPortgroup':
      return 'networks';
    case 'VirtualMachine':
      return object.properties.get('summary.config.template') === true
        ? 'templates'
        : 'machines';
    default:
      return undefined;
  }
}

function holdsMachines(folder: ManagedObject): boolean {
  return references(folder, 'childType').includes('VirtualMachine');
}

/** The object and whatever it lies in: folders and datacenter, host, resource pools and cluster. */
function* withContainers(
  object: ManagedObject,
  objects: ManagedObjects,
): Iterable<ManagedObject> {
  const seen = new Set([object]);
  // A set goes on to what is added to it meanwhile, and holds each once even where they lead in a circle.
  for (const each of seen) {
    yield each;
    for (const path of ['parent', 'resourcePool', 'runtime.host', 'owner']) {
      // A cluster names its own root pool, which does not contain it.
      const leadsUp = path !== 'resourcePool' || isMachine(each);
      const above = leadsUp && objects.get(reference(each, path) ?? '');
      if (above) {
        seen.add(above);
      }
    }
  }
}

function isMachine({ ref }: ManagedObject): boolean {
  return ref.type === 'VirtualMachine';
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'isu');
}
