import { useMemo } from 'react';
import { Cell, CellText, ColumnConfig, Table, Text } from '@backstage/ui';
import { ClusterCapacity } from '@backlot/plugin-vm-inventory-common';
import { formatMib } from '@backlot/plugin-vm-inventory-react';
import { formatCpus } from './formatCpus';
import { RoomBar } from './RoomBar';
import { fullness } from './roomShares';
import { PlaceRow, toRow } from './toRow';

const columns: ColumnConfig<PlaceRow<ClusterCapacity>>[] = [
  {
    id: 'name',
    label: 'Cluster',
    isRowHeader: true,
    cell: ({ name, place }) => <CellText title={name} description={place} />,
  },
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
}) => {
  const { clusters, nameOf, isFiltered } = props;
  const rows = useMemo(
    () =>
      clusters
        .map(cluster => toRow(cluster, nameOf))
        .sort((one, other) => fullness(other.memory) - fullness(one.memory)),
    [clusters, nameOf],
  );
  return (
    <section aria-label="Clusters">
      <Table
        columnConfig={columns}
        data={rows}
        pagination={{ type: 'none' }}
        emptyState={
          <Text>
            {isFiltered
              ? 'No cluster matches the search.'
              : 'The sources have no clusters.'}
          </Text>
        }
      />
    </section>
  );
};
