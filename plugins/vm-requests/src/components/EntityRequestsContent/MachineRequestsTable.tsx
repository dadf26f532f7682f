import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Cell, CellText, ColumnConfig, Table, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/ui-common';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { requestRouteRef } from '../../routes';
import { StateBadge } from '../StateBadge';

type RequestOfMachine = LedgerMachineDetail['requests'][number];

const columns: ColumnConfig<RequestOfMachine>[] = [
  {
    id: 'operation',
    label: 'Operation',
    isRowHeader: true,
    minWidth: 140,
    cell: item => <CellText title={item.operation} />,
  },
  {
    id: 'state',
    label: 'State',
    minWidth: 236,
    cell: item => (
      <Cell>
        <StateBadge request={item} />
      </Cell>
    ),
  },
  {
    id: 'requestedBy',
    label: 'Requested by',
    minWidth: 140,
    cell: item => (
      <Cell>
        <EntityDisplayName entityRef={item.requestedBy} hideIcon />
      </Cell>
    ),
  },
  {
    id: 'createdAt',
    label: 'Requested',
    minWidth: 140,
    cell: item => (
      <Cell>
        <Text variant="body-medium">
          <RelativeTime at={item.createdAt} />
        </Text>
      </Cell>
    ),
  },
  {
    id: 'updatedAt',
    label: 'Changed',
    minWidth: 140,
    cell: item => (
      <Cell>
        <Text variant="body-medium">
          <RelativeTime at={item.updatedAt} />
        </Text>
      </Cell>
    ),
  },
];

/** All that was asked of one machine, each a link to its page. */
export const MachineRequestsTable = (props: {
  requests: RequestOfMachine[];
}) => {
  const requestPath = useRouteRef(requestRouteRef);
  return (
    <Table
      aria-label="What was asked of it"
      columnConfig={columns}
      data={props.requests}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: item => requestPath({ id: item.id }) }}
    />
  );
};
