import { CellText, ColumnConfig, Table, Text } from '@backstage/ui';
import { Room } from '@backlot/plugin-vm-inventory-common';
import { fullness } from './roomShares';
import { PlaceRow, toRow } from './toRow';

interface Place {
  source: string;
  id: string;
  name: string;
  datacenter?: string;
}

/** Places of one kind with their room, the fullest first. */
export const CapacityTable = <T extends Place>(props: {
  /** The kind in the plural, e.g. `Clusters`. */
  title: string;
  items: T[];
  /** The columns after the first, which is the name. */
  columns: ColumnConfig<PlaceRow<T>>[];
  /** The room that says how full a place is. */
  roomOf: (item: T) => Room;
  nameOf: (source: string, id: string) => string;
  isFiltered: boolean;
}) => {
  const { title, items, columns, roomOf, nameOf, isFiltered } = props;
  const kind = title.toLocaleLowerCase('en-US');
  const name: ColumnConfig<PlaceRow<T>> = {
    id: 'name',
    label: title,
    isRowHeader: true,
    cell: row => <CellText title={row.name} description={row.place} />,
  };
  return (
    <section aria-label={title}>
      <Table
        columnConfig={[name, ...columns]}
        data={[...items]
          .sort((one, other) => fullness(roomOf(other)) - fullness(roomOf(one)))
          .map(item => toRow(item, nameOf))}
        pagination={{ type: 'none' }}
        emptyState={
          <Text>
            {isFiltered
              ? `No ${kind} match the search.`
              : `The sources have no ${kind}.`}
          </Text>
        }
      />
    </section>
  );
};
