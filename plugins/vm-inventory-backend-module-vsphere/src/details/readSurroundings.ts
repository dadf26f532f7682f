import { ManagedObjects } from '../inventory/ManagedObjects';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { ManagedObjectReference, VimValue } from '../propertyCollector/values';
import { VimClient } from '../propertyCollector/VimClient';

/** By type, what leads from a machine to what it lies in, and by what that is left out. */
const placePaths: Record<string, readonly string[]> = {
  VirtualMachine: [
    'name',
    'parent',
    'resourcePool',
    'runtime.host',
    'summary.config.template',
    'datastore',
    'network',
  ],
  Folder: ['name', 'parent', 'childType'],
  Datacenter: ['name', 'parent'],
  ComputeResource: ['name', 'parent'],
  ClusterComputeResource: ['name', 'parent'],
  HostSystem: ['name', 'parent'],
  ResourcePool: ['name', 'parent', 'owner'],
  VirtualApp: ['name', 'parent', 'owner'],
  Datastore: ['name', 'parent'],
  StoragePod: ['name', 'parent'],
  Network: ['name', 'parent'],
  OpaqueNetwork: ['name', 'parent'],
  DistributedVirtualPortgroup: ['name', 'parent'],
};

/**
 * Reads a machine, its datastores and networks, and all that these lie in, level by level.
 *
 * @internal
 */
export async function readSurroundings(
  client: VimClient,
  { ref }: ObjectContent,
  signal: AbortSignal,
): Promise<ManagedObjects> {
  const found = new ManagedObjects();
  const asked = new Set<string>();
  let level: ManagedObjectReference[] = [ref];
  while (level.length > 0) {
    const byType = new Map<string, string[]>();
    for (const { type, value } of level) {
      if (type in placePaths && !asked.has(value)) {
        asked.add(value);
        byType.set(type, [...(byType.get(type) ?? []), value]);
      }
    }
    const answers = await Promise.all(
      [...byType].map(([type, ids]) =>
        client.retrieveObjects(type, ids, placePaths[type], { signal }),
      ),
    );
    const objects = answers.flat();
    level = objects.flatMap(({ properties }) =>
      [...properties.values()].flatMap(referencesIn),
    );
    objects.forEach(object => found.put(object));
  }
  if (found.size < asked.size) {
    // A session that was lost on the way can look like places that are not there.
    await client.currentTime({ signal });
  }
  return found;
}

function referencesIn(value: VimValue): ManagedObjectReference[] {
  return [value]
    .flat()
    .filter(
      (item): item is ManagedObjectReference =>
        typeof item === 'object' && 'value' in item,
    );
}
