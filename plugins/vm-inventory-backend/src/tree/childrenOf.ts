import {
  Cluster,
  Folder,
  InventoryObject,
  InventoryTreeRef,
  InventoryTreeView,
  ResourcePool,
} from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { InventorySnapshot } from '../store';
import { isRootFolder, shownFolder, vappOf } from './places';
import { Segment, segment, walkSegment } from './Segment';

class Children {
  readonly #snapshot: InventorySnapshot;
  readonly #view: InventoryTreeView;
  readonly #source: string;

  constructor(
    snapshot: InventorySnapshot,
    view: InventoryTreeView,
    source: string,
  ) {
    this.#snapshot = snapshot;
    this.#view = view;
    this.#source = source;
  }

  segment(
    kind: InventoryObject['kind'],
    where: Record<string, string | undefined>,
    includes?: Predicate,
  ): Segment {
    return segment(
      this.#snapshot,
      kind,
      { source: this.#source, ...where },
      includes,
    );
  }

  ofSource(): Segment[] {
    return [
      ...this.#topFolders(undefined, 'datacenters'),
      this.segment('datacenter', {}, object => !this.#inFolder(object)),
      ...this.ofDatacenter(undefined),
    ];
  }

  /** @param id - undefined for what is in no datacenter */
  ofDatacenter(id: string | undefined): Segment[] {
    const here: Predicate = object => object.datacenter === id;
    if (this.#view === 'hosts') {
      return [
        ...this.#topFolders(id, 'hosts'),
        this.segment(
          'cluster',
          { datacenter: id },
          object => !this.#inFolder(object),
        ),
        this.segment('host', { cluster: undefined }, here),
        this.segment(
          'machine',
          { host: undefined },
          object => here(object) && !this.#clusterOf(object),
        ),
      ];
    }
    const roots = this.#rootFolders(id, 'machines');
    const inRoots = (kind: 'template' | 'machine') =>
      roots.map(({ id: folder }) => this.segment(kind, { folder }));
    return [
      ...this.#topFolders(id, 'machines'),
      this.segment(
        'resource-pool',
        { datacenter: id },
        object =>
          isVapp(object) &&
          !vappOf(this.#snapshot, this.#source, object.parent),
      ),
      ...inRoots('template'),
      this.segment('template', { folder: undefined }, here),
      ...inRoots('machine'),
      this.segment(
        'machine',
        { folder: undefined },
        object =>
          here(object) &&
          object.kind === 'machine' &&
          !vappOf(this.#snapshot, this.#source, object.resourcePool),
      ),
    ];
  }

  ofFolder(id: string): Segment[] {
    const kinds = ['datacenter', 'cluster', 'template', 'machine'] as const;
    return [
      this.segment('folder', { parent: id }),
      ...kinds.map(kind => this.segment(kind, { folder: id })),
    ];
  }

  ofCluster(id: string): Segment[] {
    const cluster = this.#snapshot.get('cluster', this.#source, id);
    const pools = this.segment(
      'resource-pool',
      { cluster: id },
      object => object.kind === 'resource-pool' && isTopPool(object, cluster),
    );
    if (cluster?.standalone) {
      return [pools, this.segment('machine', { cluster: id })];
    }
    return [
      this.segment('host', { cluster: id }),
      pools,
      this.segment(
        'machine',
        { host: undefined },
        object => this.#clusterOf(object)?.id === id,
      ),
    ];
  }

  ofResourcePool(id: string): Segment[] {
    return [
      this.segment(
        'resource-pool',
        { parent: id },
        this.#view === 'folders' ? isVapp : undefined,
      ),
      this.segment('machine', { resourcePool: id }),
    ];
  }

  /** Folders at the top, those of the folders that people do not see in these' place. */
  #topFolders(
    datacenter: string | undefined,
    holds: Folder['holds'],
  ): Segment[] {
    return [
      ...this.#rootFolders(datacenter, holds).map(({ id }) =>
        this.segment('folder', { parent: id }),
      ),
      this.segment(
        'folder',
        { parent: undefined },
        object =>
          object.kind === 'folder' &&
          object.holds === holds &&
          object.datacenter === datacenter &&
          !isRootFolder(object),
      ),
    ];
  }

  #rootFolders(
    datacenter: string | undefined,
    holds: Folder['holds'],
  ): InventoryObject[] {
    const roots: InventoryObject[] = [];
    const parentless = this.segment('folder', { parent: undefined });
    walkSegment(parentless, undefined, 0, ({ object }) => {
      if (
        object.kind === 'folder' &&
        object.holds === holds &&
        object.datacenter === datacenter &&
        isRootFolder(object)
      ) {
        roots.push(object);
      }
      return true;
    });
    return roots;
  }

  #inFolder(object: InventoryObject): boolean {
    return shownFolder(this.#snapshot, object) !== undefined;
  }

  #clusterOf(object: InventoryObject): Cluster | undefined {
    return object.kind === 'machine' && object.cluster !== undefined
      ? this.#snapshot.get('cluster', this.#source, object.cluster)
      : undefined;
  }
}

/**
 * The children of a node, found by indexes. A machine is below its host and, once more, in its
 * resource pool.
 *
 * @internal
 */
export function childrenOf(
  snapshot: InventorySnapshot,
  view: InventoryTreeView,
  { kind, source, id }: InventoryTreeRef,
): Segment[] {
  const tree = new Children(snapshot, view, source);
  switch (kind) {
    case 'source':
      return tree.ofSource();
    case 'datacenter':
      return tree.ofDatacenter(id);
    case 'folder':
      return tree.ofFolder(id);
    case 'cluster':
      return tree.ofCluster(id);
    case 'host':
      return [tree.segment('machine', { host: id })];
    case 'resource-pool':
      return tree.ofResourcePool(id);
    default:
      return [];
  }
}

function isVapp(object: InventoryObject): object is ResourcePool {
  return object.kind === 'resource-pool' && object.vapp;
}

/** Whether a pool is right below the one at the cluster's root, which people do not see. */
function isTopPool(pool: ResourcePool, cluster: Cluster | undefined): boolean {
  const root = cluster?.resourcePool;
  return (
    pool.id !== root && (pool.parent === undefined || pool.parent === root)
  );
}
