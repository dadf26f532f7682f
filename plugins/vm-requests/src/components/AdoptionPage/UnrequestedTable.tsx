import { CellText, ColumnConfig, Table, Text } from '@backstage/ui';
import { formatMib } from '@backlot/ui-common';
import { UnrequestedMachine } from '@backlot/plugin-vm-requests-common';
import { Chosen } from '../AskForSeveral/useChosen';

type Item = { id: string; machine: UnrequestedMachine };

const powerWords = { on: 'On', off: 'Off', suspended: 'Suspended' };

function sizeOf({ cpus, memoryMib }: UnrequestedMachine): string {
  return cpus === undefined || memoryMib === undefined
    ? '–'
    : `${cpus} CPUs, ${formatMib(memoryMib)}`;
}

const columns: ColumnConfig<Item>[] = [
  {
    id: 'name',
    label: 'Machine',
    isRowHeader: true,
    defaultWidth: '1.5fr',
    minWidth: 160,
    cell: ({ machine }) => (
      <CellText
        title={machine.name}
        description={`${machine.source} / ${machine.id}`}
      />
    ),
  },
  {
    id: 'power',
    label: 'Power',
    minWidth: 90,
    cell: ({ machine }) => <CellText title={powerWords[machine.power]} />,
  },
  {
    id: 'guest',
    label: 'Guest',
    minWidth: 140,
    cell: ({ machine }) => <CellText title={machine.guestId ?? '–'} />,
  },
  {
    id: 'size',
    label: 'Size',
    minWidth: 150,
    cell: ({ machine }) => <CellText title={sizeOf(machine)} />,
  },
  {
    id: 'address',
    label: 'Address',
    minWidth: 130,
    cell: ({ machine }) => <CellText title={machine.ipAddress ?? '–'} />,
  },
  {
    id: 'cluster',
    label: 'Cluster',
    minWidth: 130,
    cell: ({ machine }) => <CellText title={machine.cluster ?? '–'} />,
  },
  {
    id: 'folder',
    label: 'Folder',
    minWidth: 160,
    cell: ({ machine }) => <CellText title={machine.folder ?? '–'} />,
  },
];

/** What names a machine among those of all sources. */
export function keyOf({ source, id }: UnrequestedMachine): string {
  return `${source}/${id}`;
}

/** Machines that nobody requested, to choose some of. */
export const UnrequestedTable = (props: {
  machines: UnrequestedMachine[] | undefined;
  selection: Chosen<UnrequestedMachine>['selection'];
  isPending: boolean;
  isStale: boolean;
  emptyState: string;
}) => {
  const { machines, selection, isPending, isStale, emptyState } = props;
  return (
    <Table
      columnConfig={columns}
      data={machines?.map(machine => ({ id: keyOf(machine), machine }))}
      isPending={isPending && !machines}
      isStale={isStale}
      pagination={{ type: 'none' }}
      selection={selection}
      emptyState={<Text>{emptyState}</Text>}
    />
  );
};
