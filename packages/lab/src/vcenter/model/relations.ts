import { ManagedObject } from './ManagedObject';

/**
 * The lists that an object has of others, each the other end of a fact of those others: what lies
 * in it, machines on it, compute resources that reach it, port groups of a switch, its tasks.
 */
export type Relation =
  | 'child'
  | 'vm'
  | 'computeResource'
  | 'portgroup'
  | 'task';

/** One entry: `relation` of the object `owner` lists the object that this was asked of. */
export interface RelationEntry {
  owner: string;
  relation: Relation;
}

/** In which lists of which others an object stands. */
export function relationsOf(object: ManagedObject): RelationEntry[] {
  if (object.type === 'Task') {
    return [{ owner: object.entity.ref, relation: 'task' }];
  }
  const entries: RelationEntry[] = [];
  if (object.parent) {
    entries.push({ owner: object.parent, relation: 'child' });
  }
  switch (object.type) {
    case 'VirtualMachine':
      entries.push({ owner: object.host, relation: 'vm' });
      if (object.resourcePool) {
        entries.push({ owner: object.resourcePool, relation: 'vm' });
      }
      for (const owner of [...object.datastores, ...object.networks]) {
        entries.push({ owner, relation: 'vm' });
      }
      break;
    case 'ClusterComputeResource':
    case 'ComputeResource':
      for (const owner of [...object.datastores, ...object.networks]) {
        entries.push({ owner, relation: 'computeResource' });
      }
      break;
    case 'ResourcePool':
    case 'VirtualApp':
      if (object.parentFolder) {
        entries.push({ owner: object.parentFolder, relation: 'child' });
      }
      break;
    case 'DistributedVirtualPortgroup':
      entries.push({ owner: object.dvs, relation: 'portgroup' });
      break;
    default:
  }
  return entries;
}

/**
 * Whether a change decides how machines are reached that are on this host or datastore: they are
 * announced with it.
 */
export function decidesReach(patch: Partial<ManagedObject>): boolean {
  return 'connectionState' in patch || 'accessible' in patch;
}

/**
 * Objects whose own properties are reckoned from this one's facts and are announced with it: a
 * cluster sums up its hosts, a datastore cluster its datastores.
 */
export function summarisedBy(object: ManagedObject): string[] {
  return (object.type === 'HostSystem' || object.type === 'Datastore') &&
    object.parent
    ? [object.parent]
    : [];
}
