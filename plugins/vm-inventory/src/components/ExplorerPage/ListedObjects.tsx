import { ReactNode } from 'react';
import { Text } from '@backstage/ui';
import {
  InventoryObjectOf,
  InventoryPage,
} from '@backlot/plugin-vm-inventory-common';
import { LoadedWindow } from '@backlot/ui-common';
import { VirtualColumn, VirtualTable } from '../VirtualTable/VirtualTable';
import { ListedKind } from './explorerState';

/** The list of the explorer, as far as it is loaded. */
export type ListedWindow = LoadedWindow<
  InventoryObjectOf<ListedKind>,
  InventoryPage<ListedKind>
>;

/** The table of the explorer. */
export function ListedObjects<K extends ListedKind>(props: {
  label: string;
  kind: K;
  columns: VirtualColumn<InventoryObjectOf<K>>[];
  list: ListedWindow;
  sort: string;
  onSort: (sort: string) => void;
  listKey: string;
  firstRow: number;
  onScroll: (row: number) => void;
  emptyText: ReactNode;
}) {
  const { kind, list } = props;
  return (
    <VirtualTable
      label={props.label}
      columns={props.columns}
      total={list.total}
      itemAt={index => {
        const item = list.itemAt(index);
        // Until the list of another kind is there, the one before is still shown.
        return isOf(kind, item) ? item : undefined;
      }}
      onShow={list.show}
      sort={props.sort}
      onSort={props.onSort}
      isStale={list.outdated}
      listKey={props.listKey}
      firstRow={props.firstRow}
      onScroll={props.onScroll}
      emptyState={<Text>{props.emptyText}</Text>}
    />
  );
}

function isOf<K extends ListedKind>(
  kind: K,
  item: InventoryObjectOf<ListedKind> | undefined,
): item is InventoryObjectOf<K> {
  return item?.kind === kind;
}
