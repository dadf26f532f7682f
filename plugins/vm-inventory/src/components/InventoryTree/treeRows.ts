import {
  formatTreeRef,
  InventoryTreeNode,
  InventoryTreeRef,
} from '@backlot/plugin-vm-inventory-common';

/** What is known of the children of one node. */
export interface TreeLevel {
  items: InventoryTreeNode[];
  /** Whether there are more than these. */
  more: boolean;
  error?: Error;
}

/** A line of the tree: a node, or what stands where children are not there (yet). */
export type TreeRow = {
  /** Unique among the lines; a node can be in two places. */
  key: string;
  /** From 1. */
  depth: number;
} & (
  | {
      type: 'node';
      node: InventoryTreeNode;
      parentKey?: string;
      /** Absent where there is nothing below. */
      expanded?: boolean;
      /** From 1. */
      position: number;
      /** -1 when not all are known. */
      setSize: number;
    }
  | { type: 'loading' | 'more'; of: string }
  | { type: 'problem'; of: string; error: Error }
);

/** The key that the levels of a tree have: whose children they are; empty for the sources. */
export type LevelKey = string;

/** Names the level below a node. */
export function levelKey(ref: InventoryTreeRef | undefined): LevelKey {
  return ref ? formatTreeRef(ref) : '';
}

/**
 * The lines of a tree from top to bottom.
 *
 * @param levels - what is known, by whose children it is
 * @param open - keys of the levels that are shown
 */
export function treeRows(
  levels: ReadonlyMap<LevelKey, TreeLevel>,
  open: ReadonlySet<LevelKey>,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const addLevel = (
    key: LevelKey,
    depth: number,
    above: { key: string; ways: LevelKey[] } | undefined,
  ) => {
    const level = levels.get(key);
    const prefix = above ? `${above.key} ` : '';
    level?.items.forEach((node, index) => {
      const ref = levelKey(node);
      const rowKey = `${prefix}${ref}`;
      const ways = above?.ways ?? [];
      // What leads in a circle is not followed.
      const expanded = open.has(ref) && !ways.includes(ref);
      rows.push({
        type: 'node',
        key: rowKey,
        depth,
        node,
        ...(above && { parentKey: above.key }),
        ...(node.hasChildren && { expanded }),
        position: index + 1,
        setSize: level.more ? -1 : level.items.length,
      });
      if (node.hasChildren && expanded) {
        addLevel(ref, depth + 1, { key: rowKey, ways: [...ways, ref] });
      }
    });
    if (level?.error) {
      const { error } = level;
      const rowKey = `${prefix}problem`;
      rows.push({ type: 'problem', key: rowKey, depth, of: key, error });
    } else if (!level || level.more) {
      const type = level ? 'more' : 'loading';
      rows.push({ type, key: `${prefix}${type}`, depth, of: key });
    }
  };
  addLevel('', 1, undefined);
  return rows;
}
