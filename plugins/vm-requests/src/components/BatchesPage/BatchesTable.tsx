import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Cell, CellText, ColumnConfig, Table, Text } from '@backstage/ui';
import { RelativeTime, ToneBadge } from '@backlot/ui-common';
import { RequestBatchSummary } from '@backlot/plugin-vm-requests-common';
import { batchRouteRef } from '../../routes';
import { batchWords } from '../BatchPage/batchWords';

/** Of a batch whose machines do not share one. */
const several = 'Several';

const columns: ColumnConfig<RequestBatchSummary>[] = [
  {
    id: 'batch',
    label: 'Batch',
    isRowHeader: true,
    defaultWidth: '2fr',
    minWidth: 200,
    cell: ({ operation, count, inTurn, purpose }) => (
      <CellText
        title={`${operation} ${count}${inTurn ? ' in turn' : ''}`}
        description={purpose}
      />
    ),
  },
  {
    id: 'state',
    label: 'State',
    cell: ({ state }) => (
      <Cell>
        <ToneBadge
          tone={batchWords[state].tone}
          variant="pill"
          data-state={state}
        >
          {batchWords[state].label}
        </ToneBadge>
      </Cell>
    ),
  },
  {
    id: 'environment',
    label: 'Environment',
    cell: ({ environment }) => <CellText title={environment ?? several} />,
  },
  {
    id: 'owner',
    label: 'Owner',
    cell: ({ owner }) => (
      <Cell>
        {owner ? (
          <EntityDisplayName entityRef={owner} hideIcon />
        ) : (
          <Text>{several}</Text>
        )}
      </Cell>
    ),
  },
  {
    id: 'requestedBy',
    label: 'Requested by',
    cell: ({ requestedBy }) => (
      <Cell>
        <EntityDisplayName entityRef={requestedBy} hideIcon />
      </Cell>
    ),
  },
  {
    id: 'createdAt',
    label: 'Requested',
    cell: ({ createdAt }) => (
      <Cell>
        <Text variant="body-medium">
          <RelativeTime at={createdAt} />
        </Text>
      </Cell>
    ),
  },
];

/** Batches, each a link to its page. */
export const BatchesTable = (props: {
  batches: RequestBatchSummary[] | undefined;
  isPending: boolean;
}) => {
  const { batches, isPending } = props;
  const batchPath = useRouteRef(batchRouteRef);
  return (
    <Table
      columnConfig={columns}
      data={batches}
      isPending={isPending && !batches}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: ({ id }) => batchPath({ id }) }}
      emptyState={
        <Text>Nobody has asked for several machines at once yet.</Text>
      }
    />
  );
};
