import {
  KeyboardEvent,
  MouseEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  InventoryTreeNode,
  InventoryTreeView,
} from '@backlot/plugin-vm-inventory-common';
import { useEvery } from '@backlot/ui-common';
import { TreeLine } from './TreeLine';
import { treeMove } from './treeKeys';
import { LevelKey, levelKey, treeRows } from './treeRows';
import { useTreeLevels } from './useTreeLevels';
import styles from './InventoryTree.module.css';

const LINE_HEIGHT = 32;
const OVERSCAN = 12;
const REFRESH_MS = 30_000;

/**
 * Sources and what is below them, level by level. One tab stop; the arrow keys move in it.
 *
 * @param props - `selected` is the key of a node, `open` those of the nodes whose children are shown
 */
export const InventoryTree = (props: {
  view: InventoryTreeView;
  open: ReadonlySet<LevelKey>;
  onOpenChange: (open: ReadonlySet<LevelKey>) => void;
  selected: LevelKey | undefined;
  onSelect: (node: InventoryTreeNode) => void;
  /** Key of the line that has the focus at first, and is scrolled to once it is there. */
  firstActive?: string;
  onActiveChange?: (key: string) => void;
}) => {
  const { view, open, onOpenChange, selected, onSelect } = props;
  const { firstActive, onActiveChange } = props;
  const id = useId();
  const { levels, loadMore, reload } = useTreeLevels(view, open);
  useEvery(REFRESH_MS, reload);
  const rows = useMemo(() => treeRows(levels, open), [levels, open]);
  const [active, setActive] = useState(firstActive);
  const activeIndex = rows.findIndex(({ key }) => key === active);
  const activate = (key: string) => {
    setActive(key);
    onActiveChange?.(key);
  };

  const scroller = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: index => rows[index].key,
    // The line with the focus stays in the page, or a screen reader would lose it.
    rangeExtractor: range => [
      ...new Set([
        ...defaultRangeExtractor(range),
        ...(activeIndex >= 0 ? [activeIndex] : []),
      ]),
    ],
  });

  const selectedIndex = rows.findIndex(
    row => row.type === 'node' && levelKey(row.node) === selected,
  );
  const scrolledTo = useRef<string>();
  useEffect(() => {
    if (selectedIndex >= 0 && scrolledTo.current !== selected) {
      scrolledTo.current = selected;
      lines.scrollToIndex(selectedIndex);
    }
  }, [lines, selected, selectedIndex]);

  const hasReturned = useRef(false);
  useEffect(() => {
    if (activeIndex >= 0 && active === firstActive && !hasReturned.current) {
      hasReturned.current = true;
      lines.scrollToIndex(activeIndex);
    }
  }, [lines, active, activeIndex, firstActive]);

  const setOpen = (key: LevelKey, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) {
      next.add(key);
    } else {
      next.delete(key);
    }
    onOpenChange(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const move = treeMove(rows, active, event.key);
    if (!move) {
      return;
    }
    event.preventDefault();
    activate(move.row.key);
    if (move.type === 'focus') {
      lines.scrollToIndex(rows.indexOf(move.row));
    } else if (move.type === 'select') {
      onSelect(move.row.node);
    } else {
      setOpen(levelKey(move.row.node), move.type === 'open');
    }
  };

  const onClick = ({ target }: MouseEvent) => {
    const line = (target as Element).closest<HTMLElement>('[data-index]');
    const row = line && rows[Number(line.dataset.index)];
    if (row?.type !== 'node') {
      return;
    }
    activate(row.key);
    const onToggle = (target as Element).closest('[data-toggle]') !== null;
    if (onToggle && row.expanded !== undefined) {
      setOpen(levelKey(row.node), !row.expanded);
    } else {
      onSelect(row.node);
    }
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="tree"
        aria-label="Inventory"
        aria-busy={levels.size === 0}
        aria-activedescendant={
          activeIndex >= 0 ? `${id}-${rows[activeIndex].key}` : undefined
        }
        tabIndex={0}
        className={styles.tree}
        style={{ height: lines.getTotalSize() }}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={() =>
          setActive(before => before ?? rows[Math.max(0, selectedIndex)]?.key)
        }
      >
        {lines.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return (
            <TreeLine
              key={key}
              id={`${id}-${row.key}`}
              row={row}
              index={index}
              offset={start}
              isActive={row.key === active}
              isSelected={index === selectedIndex}
              onMore={loadMore}
              onRetry={reload}
            />
          );
        })}
      </div>
    </div>
  );
};
