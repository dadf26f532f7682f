import { Cell, ColumnConfig } from '@backstage/ui';
import { ClusterCapacity } from '@backlot/plugin-vm-inventory-common';
import { formatMib } from '@backlot/plugin-vm-inventory-react';
import { CapacityTable } from './CapacityTable';
import { formatCpus } from './formatCpus';
import { RoomBar } from './RoomBar';
import { PlaceRow } from './toRow';

const columns: ColumnConfig<PlaceRow<ClusterCapacity>>[] = [
  {
    id: 'cpu',
    label: 'CPU',
    cell: ({ cpu }) => (
      <Cell>
        <RoomBar label="CPU" room={cpu} format={formatCpus} />
      </Cell>
    ),
  },
  {
    id: 'memory',
    label: 'Memory',
    cell: ({ memory }) => (
      <Cell>
        <RoomBar label="Memory" room={memory} format={formatMib} />
      </Cell>
    ),
  },
];

/** Clusters, those with the least memory left first. */
export const ClustersTable = (props: {
  clusters: ClusterCapacity[];
  nameOf: (source: string, id: string) => string;
  isFiltered: boolean;
}) => (
  <CapacityTable
    title="Clusters"
    items={props.clusters}
    columns={columns}
    roomOf={({ memory }) => memory}
    nameOf={props.nameOf}
    isFiltered={props.isFiltered}
  />
);
