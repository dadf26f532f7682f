import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  Cell,
  CellText,
  ColumnConfig,
  Flex,
  Link,
  Table,
  Text,
} from '@backstage/ui';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { requestRouteRef } from '../../routes';
import { Chosen } from '../AskForSeveral/useChosen';
import { versionWords } from './versionWords';

const Versions = ({ machine }: { machine: LedgerMachine }) => {
  const { versions, newVersions } = machine;
  if (!versions) {
    return <CellText title="Not known" />;
  }
  return (
    <Cell>
      <Flex direction="column" gap="1">
        <Text>{versionWords(versions)}</Text>
        {newVersions && (
          <Text color="secondary">
            {`new machines: ${versionWords(newVersions)}`}
          </Text>
        )}
      </Flex>
    </Cell>
  );
};

/** Machines that came from requests, to choose some of. */
export const MachinesTable = (props: {
  machines: LedgerMachine[] | undefined;
  selection: Chosen<LedgerMachine>['selection'];
  isPending: boolean;
  isStale: boolean;
  emptyState: string;
}) => {
  const { machines, selection, isPending, isStale, emptyState } = props;
  const requestPath = useRouteRef(requestRouteRef);
  const columns: ColumnConfig<LedgerMachine>[] = [
    {
      id: 'name',
      label: 'Machine',
      isRowHeader: true,
      defaultWidth: '1.5fr',
      minWidth: 220,
      cell: machine => (
        <Cell>
          <Flex direction="column" gap="1">
            <Link href={requestPath({ id: machine.request })}>
              {machine.name}
            </Link>
            <Text color="secondary">{machine.fqdn}</Text>
          </Flex>
        </Cell>
      ),
    },
    {
      id: 'environment',
      label: 'Environment',
      minWidth: 140,
      cell: ({ environment }) => <CellText title={environment} />,
    },
    {
      id: 'owner',
      label: 'Owner',
      minWidth: 120,
      cell: ({ owner }) => (
        <Cell>
          <EntityDisplayName entityRef={owner} hideIcon />
        </Cell>
      ),
    },
    {
      id: 'blueprint',
      label: 'Blueprint',
      minWidth: 120,
      cell: ({ blueprint }) => <CellText title={blueprint} />,
    },
    {
      id: 'versions',
      label: 'Versions',
      defaultWidth: '2fr',
      minWidth: 280,
      cell: machine => <Versions machine={machine} />,
    },
  ];
  return (
    <Table
      columnConfig={columns}
      data={machines}
      isPending={isPending && !machines}
      isStale={isStale}
      pagination={{ type: 'none' }}
      selection={selection}
      emptyState={<Text>{emptyState}</Text>}
    />
  );
};
