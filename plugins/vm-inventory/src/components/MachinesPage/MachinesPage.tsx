import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  Button,
  Cell,
  CellText,
  ColumnConfig,
  Container,
  Flex,
  SearchField,
  Select,
  Table,
  Text,
} from '@backstage/ui';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  LoadProblem,
  useLoad,
  useUrlState,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { FreshnessAlert } from '../FreshnessAlert';
import { PowerBadge } from '../PowerBadge';

const PAGE_SIZE = 50;
const REFRESH_MS = 15_000;

/** A machine with the names of what it refers to. */
type Row = Machine & { clusterName: string; datacenterName: string };

const columns: ColumnConfig<Row>[] = [
  {
    id: 'name',
    label: 'Name',
    isRowHeader: true,
    isSortable: true,
    cell: row => <CellText title={row.name} description={row.id} />,
  },
  {
    id: 'power',
    label: 'Power',
    cell: row => (
      <Cell>
        <PowerBadge power={row.power} />
      </Cell>
    ),
  },
  {
    id: 'ipAddress',
    label: 'Address',
    isSortable: true,
    cell: row => <CellText title={row.ipAddress ?? '–'} />,
  },
  {
    id: 'cpus',
    label: 'CPUs',
    isSortable: true,
    cell: row => <CellText title={String(row.cpus ?? '–')} />,
  },
  {
    id: 'memoryMib',
    label: 'Memory',
    isSortable: true,
    cell: row => (
      <CellText title={row.memoryMib ? `${row.memoryMib / 1024} GiB` : '–'} />
    ),
  },
  {
    id: 'cluster',
    label: 'Cluster',
    cell: row => (
      <CellText title={row.clusterName} description={row.datacenterName} />
    ),
  },
];

const powerOptions = [
  { value: 'any', label: 'Any power state' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
  { value: 'suspended', label: 'Suspended' },
];

/** All machines of all sources, filtered and sorted by the server. */
export const MachinesPage = () => {
  const api = useApi(vmInventoryApiRef);
  const [search, setSearch] = useUrlState('search');
  const [power, setPower] = useUrlState('power');
  const [sort, setSort] = useUrlState('sort');
  const [limit, setLimit] = useState(PAGE_SIZE);

  const names = useLoad(async signal => {
    const [clusters, datacenters] = await Promise.all([
      api.list('cluster', { limit: 1000 }, { signal }),
      api.list('datacenter', { limit: 1000 }, { signal }),
    ]);
    return new Map(
      [...clusters.items, ...datacenters.items].map(item => [
        `${item.source}/${item.id}`,
        item.name,
      ]),
    );
  }, []);
  const { value, error, loading, reload } = useLoad(
    signal =>
      api.list(
        'machine',
        {
          search,
          sort: sort || 'name',
          limit,
          ...(power ? { filter: { power } } : {}),
        },
        { signal },
      ),
    [search, power, sort, limit],
  );
  useEffect(() => {
    const timer = setInterval(reload, REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload]);

  const nameOf = (machine: Machine, id: string | undefined) =>
    (id && names.value?.get(`${machine.source}/${id}`)) ?? '–';
  const rows = value?.items.map(machine => ({
    ...machine,
    clusterName: nameOf(machine, machine.cluster),
    datacenterName: nameOf(machine, machine.datacenter),
  }));
  const descending = sort.startsWith('-');

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <FreshnessAlert freshness={value?.freshness} />
        <Flex justify="between" align="end" gap="4">
          <Text color="secondary" aria-live="polite">
            {value ? `${value.total.toLocaleString()} machines` : ''}
          </Text>
          <Flex gap="2" align="end">
            <Select
              aria-label="Power"
              options={powerOptions}
              value={power || 'any'}
              onChange={key => setPower(key === 'any' ? '' : String(key ?? ''))}
            />
            <SearchField
              aria-label="Search machines"
              placeholder="Name, address or id"
              value={search}
              onChange={setSearch}
            />
          </Flex>
        </Flex>
        {error && (
          <LoadProblem error={error} what="the machines" onRetry={reload} />
        )}
        {(rows || !error) && (
          <Table
            columnConfig={columns}
            data={rows}
            isPending={loading && !rows}
            pagination={{ type: 'none' }}
            sort={{
              descriptor: {
                column: sort.replace(/^-/, '') || 'name',
                direction: descending ? 'descending' : 'ascending',
              },
              onSortChange: ({ column, direction }) =>
                setSort(`${direction === 'descending' ? '-' : ''}${column}`),
            }}
            emptyState={
              <Text>
                {search || power
                  ? 'No machine matches these filters.'
                  : 'The sources have no machines.'}
              </Text>
            }
          />
        )}
        {value?.nextCursor && (
          <Flex justify="center">
            <Button
              variant="secondary"
              isPending={loading}
              onPress={() => setLimit(Math.min(1000, limit + PAGE_SIZE))}
            >
              {`Show more (${value.items.length} of ${value.total})`}
            </Button>
          </Flex>
        )}
      </Flex>
    </Container>
  );
};
