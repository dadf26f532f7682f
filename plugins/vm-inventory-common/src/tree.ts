import { Freshness } from './freshness';
import {
  HostConnection,
  InventoryKind,
  inventoryKinds,
  MachineConnection,
  PowerState,
} from './objects';

/**
 * How the tree is cut: `hosts` leads by clusters, hosts and resource pools to machines, `folders`
 * by folders to machines and templates.
 *
 * @public
 */
export type InventoryTreeView = 'hosts' | 'folders';

/**
 * What a node of the tree is.
 *
 * @public
 */
export type InventoryTreeKind = 'source' | InventoryKind;

/**
 * Names a node of the tree. A source's id is its name.
 *
 * @public
 */
export interface InventoryTreeRef {
  kind: InventoryTreeKind;
  source: string;
  id: string;
}

/**
 * A node of the tree.
 *
 * @public
 */
export interface InventoryTreeNode extends InventoryTreeRef {
  name: string;
  hasChildren: boolean;
  /** Number of machines below it that the caller may see; 1 for a machine. */
  machines: number;
  /** Of a machine. */
  power?: PowerState;
  /** Of a machine or a host. */
  connection?: MachineConnection | HostConnection;
  /** Whether a cluster is a host that stands alone. */
  standalone?: boolean;
  /** Whether a resource pool is a vApp. */
  vapp?: boolean;
}

/**
 * Which level of the tree is asked for.
 *
 * @public
 */
export interface InventoryTreeQuery {
  view: InventoryTreeView;
  /** Whose children; absent for the sources. */
  parent?: InventoryTreeRef;
  /** 1 to 1000; 200 when absent. */
  limit?: number;
  cursor?: string;
}

/**
 * Children of one node: the answer to
 * `GET /v1/tree?view=hosts&parent=cluster:fra/domain-c7&limit=200`.
 *
 * @public
 */
export interface InventoryTreeLevel {
  items: InventoryTreeNode[];
  /** Absent on the last page. */
  nextCursor?: string;
  freshness: Freshness;
}

/**
 * The nodes from the source down to one object and with it: the answer to
 * `GET /v1/tree/path?view=hosts&of=machine:fra/vm-42`.
 *
 * @public
 */
export interface InventoryTreePath {
  items: InventoryTreeNode[];
  freshness: Freshness;
}

/**
 * Writes what names a node as one word, e.g. `cluster:fra/domain-c7` or `source:fra`.
 *
 * @public
 */
export function formatTreeRef(ref: InventoryTreeRef): string {
  return ref.kind === 'source'
    ? `source:${ref.source}`
    : `${ref.kind}:${ref.source}/${ref.id}`;
}

/**
 * Reads what {@link formatTreeRef} wrote; undefined when it is nothing of that form.
 *
 * @public
 */
export function parseTreeRef(text: string): InventoryTreeRef | undefined {
  const [, kindName, source, id] =
    /^([^:]+):([^/]+)(?:\/(.+))?$/s.exec(text) ?? [];
  if (kindName === 'source') {
    return id === undefined
      ? { kind: 'source', source, id: source }
      : undefined;
  }
  const kind = inventoryKinds.find(each => each === kindName);
  return kind && id !== undefined ? { kind, source, id } : undefined;
}
