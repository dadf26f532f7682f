import { InputError } from '@backstage/errors';
import {
  Cluster,
  Datastore,
  Folder,
  InventoryKind,
  InventoryObjectOf,
  Network,
} from '../objects';
import { formatBytes } from './amounts';
import { KnownTemplate, PlacementRequest } from './Placement';
import { PlacementInventory } from './PlacementInventory';

/**
 * A request with the objects that it names.
 *
 * @internal
 */
export interface ResolvedRequest {
  /** Those that are allowed, by name. */
  clusters: Cluster[];
  /** Those that are allowed, members of a datastore cluster in its stead. */
  datastores: Datastore[];
  network: Network;
  furtherNetworks: Network[];
  template: KnownTemplate;
  folder?: Folder;
}

/**
 * Looks up what a request names.
 *
 * @throws InputError when something does not exist or cannot be used for what it was given for
 * @internal
 */
export function resolveRequest(
  inventory: PlacementInventory,
  request: PlacementRequest,
): ResolvedRequest {
  const { source } = request;
  const required = <K extends InventoryKind>(
    kind: K,
    id: string,
  ): InventoryObjectOf<K> => {
    const object = inventory.get(kind, source, id);
    if (!object) {
      throw new InputError(
        `There is no ${kind} '${id}' in '${source}', or you may not see it. It may have been removed since it was chosen: choose another.`,
      );
    }
    return object;
  };

  const template = required('template', request.template);
  const { guestId } = template;
  if (guestId === undefined) {
    throw new InputError(
      `Template '${template.name}' names no guest operating system: '${source}' does not know its configuration. Choose another, or look whether its files can be read.`,
    );
  }
  const templateBytes = template.disks.reduce(
    (sum, disk) => sum + disk.sizeBytes,
    0,
  );
  if (request.diskBytes < templateBytes) {
    throw new InputError(
      `Template '${template.name}' needs ${formatBytes(
        templateBytes,
      )} of disk, but ${formatBytes(
        request.diskBytes,
      )} were asked for. Ask for at least as much as the template has.`,
    );
  }
  const folder =
    request.folder === undefined
      ? undefined
      : required('folder', request.folder);
  if (folder && folder.holds !== 'machines') {
    throw new InputError(
      `Folder '${folder.path}' of '${source}' holds ${folder.holds}, not machines. Choose a folder for machines.`,
    );
  }
  if (request.resourcePool !== undefined) {
    required('resource-pool', request.resourcePool);
  }
  if (request.datacenter !== undefined) {
    required('datacenter', request.datacenter);
  }
  const clusters = request.clusters
    ? [...new Set(request.clusters)].map(id => required('cluster', id))
    : [...inventory.list('cluster', source)].filter(
        cluster =>
          request.datacenter === undefined ||
          cluster.datacenter === request.datacenter,
      );
  if (clusters.length === 0) {
    throw new InputError(
      `There is no cluster to place on in '${source}'${
        request.datacenter === undefined
          ? ''
          : `, datacenter '${request.datacenter}'`
      }, or you may see none.`,
    );
  }
  const asked =
    request.datastore === undefined
      ? undefined
      : required('datastore', request.datastore);
  const datastores = [...inventory.list('datastore', source)].filter(
    datastore =>
      datastore.type !== 'cluster' &&
      (!asked ||
        datastore.id === asked.id ||
        datastore.datastoreCluster === asked.id),
  );
  return {
    clusters: clusters.sort(byName),
    datastores: datastores.sort(byName),
    network: required('network', request.network),
    furtherNetworks: (request.furtherNetworks ?? []).map(id =>
      required('network', id),
    ),
    template: { ...template, guestId },
    folder,
  };
}

/**
 * Order by name, then id: the same on every machine, whatever its language.
 *
 * @internal
 */
export function byName(
  a: { id: string; name: string },
  b: { id: string; name: string },
): number {
  return compare(a.name, b.name) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
