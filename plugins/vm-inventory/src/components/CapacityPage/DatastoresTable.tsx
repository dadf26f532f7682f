import { useMemo } from 'react';
import { Cell, CellText, ColumnConfig, Table, Text } from '@backstage/ui';
import { DatastoreCapacity } from '@backlot/plugin-vm-inventory-common';
import { formatBytes } from './formatBytes';
import { RoomBar } from './RoomBar';
import { fullness } from './roomShares';
import { PlaceRow, toRow } from './toRow';

const columns: ColumnConfig<PlaceRow<DatastoreCapacity>>[] = [
  {
    id: 'name',
    label: 'Datastore',
    isRowHeader: true,
    cell: ({ name, place }) => <CellText title={name} description={place} />,
  },
  {
    id: 'storage',
    label: 'Storage',
    cell: ({ storage }) => (
      <Cell>
        <RoomBar label="Storage" room={storage} format={formatBytes} />
      </Cell>
    ),
  },
];

/** Datastores, the fullest first. */
export const DatastoresTable = (props: {
  datastores: DatastoreCapacity[];
  nameOf: (source: string, id: string) => string;
  isFiltered: boolean;
}) => {
  const { datastores, nameOf, isFiltered } = props;
  const rows = useMemo(
    () =>
      datastores
        .map(datastore => toRow(datastore, nameOf))
        .sort((one, other) => fullness(other.storage) - fullness(one.storage)),
    [datastores, nameOf],
  );
  return (
    <section aria-label="Datastores">
      <Table
        columnConfig={columns}
        data={rows}
        pagination={{ type: 'none' }}
        emptyState={
          <Text>
            {isFiltered
              ? 'No datastore matches the search.'
              : 'The sources have no datastores.'}
          </Text>
        }
      />
    </section>
  );
};
