import { CSSProperties, useEffect } from 'react';
import { Skeleton } from '@backstage/ui';
import { RiArrowRightSLine } from '@remixicon/react';
import { InventoryTreeNode } from '@backlot/plugin-vm-inventory-common';
import { wordsOf } from '@backlot/ui-common';
import { nameWithConnection } from '../connections';
import { TreeIcon } from './TreeIcon';
import { LevelKey, TreeRow } from './treeRows';
import styles from './InventoryTree.module.css';

/** One line of the tree. */
export const TreeLine = (props: {
  id: string;
  row: TreeRow;
  index: number;
  /** Pixels from the top. */
  offset: number;
  isActive: boolean;
  isSelected: boolean;
  onMore: (level: LevelKey) => void;
  onRetry: () => void;
}) => {
  const { row, onMore } = props;
  const moreOf = row.type === 'more' ? row.of : undefined;
  useEffect(() => {
    if (moreOf !== undefined) {
      onMore(moreOf);
    }
  }, [moreOf, onMore]);

  const style = {
    transform: `translateY(${props.offset}px)`,
    '--depth': row.depth,
  } as CSSProperties;
  if (row.type === 'problem') {
    return (
      <div role="none" className={styles.line} style={style}>
        <span className={styles.problem} role="alert">
          {wordsOf(row.error)}
        </span>
        <button type="button" className={styles.retry} onClick={props.onRetry}>
          Try again
        </button>
      </div>
    );
  }
  if (row.type !== 'node') {
    return (
      <div role="none" className={styles.line} style={style}>
        <Skeleton width="60%" height={14} />
      </div>
    );
  }
  const { node, expanded } = row;
  return (
    // The tree itself has the focus, and handles keys and clicks.
    <div
      id={props.id}
      role="treeitem"
      aria-label={labelOf(node)}
      aria-level={row.depth}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-expanded={expanded}
      aria-selected={props.isSelected}
      data-active={props.isActive || undefined}
      className={styles.line}
      style={style}
      data-index={props.index}
    >
      <span
        aria-hidden
        className={styles.toggle}
        data-expanded={expanded}
        data-toggle
      >
        {expanded !== undefined && <RiArrowRightSLine size={18} />}
      </span>
      <TreeIcon node={node} />
      <span className={styles.name} title={node.name}>
        {nameWithConnection(node)}
      </span>
      {node.kind !== 'machine' && node.kind !== 'template' && (
        <span className={styles.count}>{node.machines.toLocaleString()}</span>
      )}
    </div>
  );
};

function labelOf(node: InventoryTreeNode): string {
  const { kind, machines } = node;
  const name = nameWithConnection(node);
  if (kind === 'machine' || kind === 'template') {
    return name;
  }
  return `${name}, ${machines.toLocaleString()} ${
    machines === 1 ? 'machine' : 'machines'
  }`;
}
