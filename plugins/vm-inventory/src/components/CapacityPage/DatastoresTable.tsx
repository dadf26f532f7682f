import { Cell, ColumnConfig } from '@backstage/ui';
import { DatastoreCapacity } from '@backlot/plugin-vm-inventory-common';
import { CapacityTable } from './CapacityTable';
import { formatBytes } from './formatBytes';
import { RoomBar } from './RoomBar';
import { PlaceRow } from './toRow';

const columns: ColumnConfig<PlaceRow<DatastoreCapacity>>[] = [
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
}) => (
  <CapacityTable
    title="Datastores"
    items={props.datastores}
    columns={columns}
    roomOf={({ storage }) => storage}
    nameOf={props.nameOf}
    isFiltered={props.isFiltered}
  />
);
