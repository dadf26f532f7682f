import { ReactNode, useEffect, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import styles from './VirtualTable.module.css';

const ROW_HEIGHT = 52;
const OVERSCAN = 8;
const ROWS_WHILE_LOADING = 12;
// More than a window is high.
const ROOM_BELOW = 100;

/**
 * A column of a {@link VirtualTable}.
 *
 * @internal
 */
export interface VirtualColumn<T> {
  /** Of one that sorts: the field that the server sorts by. */
  id: string;
  label: string;
  /** Share of the table's width, e.g. `2fr` or `minmax(80px, 1fr)`. */
  width: string;
  isSortable?: boolean;
  /** Whether it says which row it is. */
  isRowHeader?: boolean;
  cell: (item: T) => ReactNode;
}

interface VirtualTableProps<T> {
  label: string;
  columns: VirtualColumn<T>[];
  /** Undefined until it is known. */
  total: number | undefined;
  itemAt: (index: number) => T | undefined;
  /** Says which rows are looked at. */
  onShow: (first: number, last: number) => void;
  /** A field, with `-` before it for descending order. */
  sort: string;
  onSort: (sort: string) => void;
  /** Whether what is shown is not (any more) what was asked for. */
  isStale: boolean;
  /** Where this changes, another list begins: at its first row. */
  listKey: string;
  /** The row that is at the top at first, and how much of it is above; 0 when absent. */
  firstRow?: number;
  /** Says which row is at the top, in the same way. */
  onScroll?: (row: number) => void;
  emptyState: ReactNode;
}

function ColumnHeader<T>(props: {
  column: VirtualColumn<T>;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const { column, sort, onSort } = props;
  const { id, label } = column;
  const descending = sort === `-${id}`;
  const sorted = sort === id || descending;
  if (!column.isSortable) {
    return (
      <div role="columnheader" className={styles.header}>
        {label}
      </div>
    );
  }
  const direction = descending ? 'descending' : 'ascending';
  const Arrow = descending ? RiArrowDownLine : RiArrowUpLine;
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? direction : 'none'}
      className={styles.header}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort(sort === id ? `-${id}` : id)}
      >
        {label}
        <Arrow
          size={16}
          aria-hidden
          className={sorted ? undefined : styles.unsorted}
        />
      </button>
    </div>
  );
}

/** A table of any length: only the rows that are looked at are in the page. */
export function VirtualTable<T>(props: VirtualTableProps<T>) {
  const { columns, total, itemAt, onShow, listKey, firstRow = 0 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    // Until it is known how many there are, there is room to be where one was.
    count:
      total ??
      (firstRow > 0 ? Math.ceil(firstRow) + ROOM_BELOW : ROWS_WHILE_LOADING),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    initialOffset: firstRow * ROW_HEIGHT,
  });
  const shown = rows.getVirtualItems();
  const first = shown[0]?.index;
  const last = shown[shown.length - 1]?.index;
  useEffect(() => {
    // Before the first layout nothing is.
    if (first !== undefined && last !== undefined) {
      onShow(first, last);
    }
  }, [onShow, first, last]);
  const shownList = useRef(listKey);
  useEffect(() => {
    if (scroller.current && shownList.current !== listKey) {
      scroller.current.scrollTop = 0;
    }
    shownList.current = listKey;
  }, [listKey]);

  const template = {
    gridTemplateColumns: columns.map(({ width }) => width).join(' '),
  };
  return (
    <div
      ref={scroller}
      role="group"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- only what has the focus is scrolled by End, Page Down and the like
      tabIndex={0}
      className={styles.scroller}
      onScroll={({ currentTarget }) =>
        props.onScroll?.(currentTarget.scrollTop / ROW_HEIGHT)
      }
    >
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={(total ?? 0) + 1}
        aria-busy={props.isStale || total === undefined}
        className={styles.table}
        data-stale={props.isStale || undefined}
      >
        <div role="rowgroup" className={styles.head}>
          <div
            role="row"
            aria-rowindex={1}
            className={styles.row}
            style={template}
          >
            {columns.map(column => (
              <ColumnHeader
                key={column.id}
                column={column}
                sort={props.sort}
                onSort={props.onSort}
              />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={styles.body}
          style={{ height: rows.getTotalSize() }}
        >
          {shown.map(({ index, start }) => {
            const item = total === undefined ? undefined : itemAt(index);
            return (
              <div
                key={index}
                role="row"
                aria-rowindex={index + 2}
                aria-busy={item === undefined}
                className={styles.row}
                style={{
                  ...template,
                  height: ROW_HEIGHT,
                  transform: `translateY(${start}px)`,
                }}
              >
                {columns.map(column => (
                  <div
                    key={column.id}
                    role={column.isRowHeader ? 'rowheader' : 'cell'}
                    className={styles.cell}
                  >
                    {item === undefined ? undefined : column.cell(item)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {total === 0 && <div className={styles.empty}>{props.emptyState}</div>}
    </div>
  );
}
