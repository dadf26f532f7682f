import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Cell, CellText, ColumnConfig, Link, Table, Text } from '@backstage/ui';
import { formatMib, TextWithOwners, ToneBadge } from '@backlot/ui-common';
import { BatchItem, RequestBatch } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { requestRouteRef } from '../../routes';
import { ReasonDialog } from '../RequestPage/ReasonDialog';
import { itemWords } from './batchWords';
import styles from './BatchPage.module.css';

type Row = BatchItem & { id: string };

/** Its name, and the way to its request. */
const Name = ({ item }: { item: BatchItem }) => {
  const requestPath = useRouteRef(requestRouteRef);
  const { request, name } = item;
  return request ? (
    <Link href={requestPath({ id: request.id })}>{name}</Link>
  ) : (
    <Text>{name}</Text>
  );
};

const State = ({ item }: { item: BatchItem }) => {
  const { label, tone } = itemWords(item);
  return (
    <ToneBadge
      tone={tone}
      variant="pill"
      data-state={item.request?.state ?? item.state}
    >
      {label}
    </ToneBadge>
  );
};

/** Why it went wrong, or what it will do. */
const Words = ({ item }: { item: BatchItem }) => {
  const { message, isWrong, isPassed, request } = item;
  const words = message ?? request?.does?.join(' ') ?? '';
  return (
    <span className={styles.words}>
      <TextWithOwners text={words} />
      {isWrong && isPassed && ' The rest goes on without it.'}
    </span>
  );
};

const Again = (props: {
  batch: string;
  item: BatchItem;
  onDone: () => void;
}) => {
  const api = useApi(vmRequestsApiRef);
  const { batch, item, onDone } = props;
  return (
    <ReasonDialog
      label="Try again"
      title={`Ask for ${item.name} again?`}
      subject="batch"
      hint="Optional."
      isOffered={item.can.includes('retry')}
      onConfirm={async reason => {
        await api.retryBatchItem(batch, item.position, { reason });
        onDone();
      }}
    />
  );
};

function columnsOf(batch: string, onDone: () => void): ColumnConfig<Row>[] {
  return [
    {
      id: 'position',
      label: 'No.',
      width: 56,
      cell: item => <CellText title={String(item.position)} />,
    },
    {
      id: 'name',
      label: 'Machine',
      isRowHeader: true,
      minWidth: 140,
      cell: item => (
        <Cell>
          <Name item={item} />
        </Cell>
      ),
    },
    {
      id: 'state',
      label: 'State',
      minWidth: 190,
      cell: item => (
        <Cell>
          <State item={item} />
        </Cell>
      ),
    },
    {
      id: 'address',
      label: 'Address',
      cell: item => <CellText title={item.request?.address ?? '–'} />,
    },
    {
      id: 'size',
      label: 'Size',
      minWidth: 150,
      cell: ({ request }) => (
        <CellText
          title={
            request
              ? `${request.hardware.cpus} CPUs, ${formatMib(
                  request.hardware.memoryMib,
                )}`
              : '–'
          }
        />
      ),
    },
    {
      id: 'words',
      label: 'What is said of it',
      defaultWidth: '2fr',
      minWidth: 220,
      cell: item => (
        <Cell>
          <Words item={item} />
        </Cell>
      ),
    },
    {
      id: 'actions',
      label: 'Choices',
      minWidth: 120,
      cell: item => (
        <Cell>
          <Again batch={batch} item={item} onDone={onDone} />
        </Cell>
      ),
    },
  ];
}

/** All of a batch, each with the way to its request. */
export const BatchItemsTable = (props: {
  batch: RequestBatch;
  onDone: () => void;
}) => {
  const { batch, onDone } = props;
  return (
    <Table
      aria-label="Requests of the batch"
      columnConfig={columnsOf(batch.id, onDone)}
      data={batch.items.map(item => ({ ...item, id: String(item.position) }))}
      pagination={{ type: 'none' }}
    />
  );
};
