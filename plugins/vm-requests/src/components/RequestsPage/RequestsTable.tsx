import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Cell, CellText, ColumnConfig, Flex, Table, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/ui-common';
import { VmRequestSummary } from '@backlot/plugin-vm-requests-common';
import { requestRouteRef } from '../../routes';
import { StateBadge } from '../StateBadge';
import { timeWords } from '../timeWords';

const columns: ColumnConfig<VmRequestSummary>[] = [
  {
    id: 'name',
    label: 'Machine',
    isRowHeader: true,
    defaultWidth: '1.5fr',
    minWidth: 160,
    cell: item => <CellText title={item.name} description={item.fqdn} />,
  },
  {
    id: 'state',
    label: 'State',
    minWidth: 236,
    cell: item => (
      <Cell>
        <Flex direction="column" gap="1">
          <StateBadge request={item} />
          {item.applyWait?.at && (
            <Text variant="body-small" color="secondary">
              {`On ${timeWords(item.applyWait.at)}`}
            </Text>
          )}
        </Flex>
      </Cell>
    ),
  },
  {
    id: 'kind',
    label: 'Operation',
    cell: item => (
      <CellText
        title={item.operation}
        description={item.batch && `Number ${item.batch.position} of a batch`}
      />
    ),
  },
  {
    id: 'environment',
    label: 'Environment',
    cell: item => <CellText title={item.environment} />,
  },
  {
    id: 'address',
    label: 'Address',
    cell: item => <CellText title={item.address ?? '–'} />,
  },
  {
    id: 'owner',
    label: 'Owner',
    cell: item => (
      <Cell>
        <EntityDisplayName entityRef={item.owner} hideIcon />
      </Cell>
    ),
  },
  {
    id: 'requestedBy',
    label: 'Requested by',
    cell: item => (
      <Cell>
        <Flex direction="column" gap="1">
          <EntityDisplayName entityRef={item.requestedBy} hideIcon />
          {item.requestedFor && (
            <Text variant="body-small" color="secondary">
              for <EntityDisplayName entityRef={item.requestedFor} hideIcon />
            </Text>
          )}
        </Flex>
      </Cell>
    ),
  },
  {
    id: 'createdAt',
    label: 'Requested',
    cell: item => (
      <Cell>
        <Text variant="body-medium">
          <RelativeTime at={item.createdAt} />
        </Text>
      </Cell>
    ),
  },
];

/** Requests, each a link to its page. */
export const RequestsTable = (props: {
  items: VmRequestSummary[] | undefined;
  isPending: boolean;
  /** Whether the items are those of filters that were changed since. */
  isStale?: boolean;
  emptyState: string;
}) => {
  const { items, isPending, isStale, emptyState } = props;
  const requestPath = useRouteRef(requestRouteRef);
  return (
    <Table
      columnConfig={columns}
      data={items}
      isPending={isPending && !items}
      isStale={isStale}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: item => requestPath({ id: item.id }) }}
      emptyState={<Text>{emptyState}</Text>}
    />
  );
};
