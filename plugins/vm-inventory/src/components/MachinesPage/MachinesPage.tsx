import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  Button,
  Container,
  Flex,
  SearchField,
  Select,
  SortDescriptor,
  Table,
  Text,
} from '@backstage/ui';
import { Machine, PowerState } from '@backlot/plugin-vm-inventory-common';
import {
  LoadProblem,
  useEvery,
  usePages,
  useSettled,
  useUrlState,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { FreshnessAlert } from '../FreshnessAlert';
import { isSortable, machineColumns, toRow } from './machineColumns';
import { usePlaceNames } from '../usePlaceNames';

const PAGE_SIZE = 50;
const REFRESH_MS = 15_000;
const TYPING_MS = 250;

const powerOptions: { value: PowerState | 'any'; label: string }[] = [
  { value: 'any', label: 'Any power state' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
  { value: 'suspended', label: 'Suspended' },
];

const keyOf = ({ source, id }: Machine) => `${source}/${id}`;

/** All machines of all sources, filtered and sorted by the server. */
export const MachinesPage = () => {
  const api = useApi(vmInventoryApiRef);
  const [search, setSearch] = useUrlState('search');
  const [power, setPower] = useUrlState('power');
  const [sort, setSort] = useUrlState('sort');
  const searched = useSettled(search, TYPING_MS);
  const field = sort.replace(/^-/, '');
  const order = isSortable(field) ? sort : 'name';

  const places = usePlaceNames();
  const { page, outdated, error, loading, loadMore, reload } = usePages(
    ({ cursor, limit }, signal) =>
      api.list(
        'machine',
        {
          search: searched,
          sort: order,
          limit,
          cursor,
          ...(power ? { filter: { power } } : {}),
        },
        { signal },
      ),
    [searched, power, order],
    { idOf: keyOf, pageSize: PAGE_SIZE, maxLimit: 1000 },
  );
  useEvery(REFRESH_MS, reload);

  const rows = useMemo(
    () => page?.items.map(machine => toRow(machine, places.nameOf)),
    [page, places.nameOf],
  );
  const sortDescriptor: SortDescriptor = {
    column: order.replace(/^-/, ''),
    direction: order.startsWith('-') ? 'descending' : 'ascending',
  };
  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <FreshnessAlert freshness={page?.freshness} />
        <Flex
          justify="between"
          align="end"
          gap="4"
          style={{ flexWrap: 'wrap' }}
        >
          <Text color="secondary" role="status">
            {page && !outdated ? countOf(page.total) : ''}
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
        {places.error && !error && (
          <LoadProblem
            error={places.error}
            what="the names of clusters and datacenters"
            onRetry={places.reload}
          />
        )}
        {(rows || !error) && (
          <Table
            columnConfig={machineColumns}
            data={rows}
            isPending={loading && !rows}
            isStale={outdated}
            pagination={{ type: 'none' }}
            sort={{
              descriptor: sortDescriptor,
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
        {page?.nextCursor && (
          <Flex justify="center">
            <Button variant="secondary" isPending={loading} onPress={loadMore}>
              {`Show more (${page.items.length} of ${page.total})`}
            </Button>
          </Flex>
        )}
      </Flex>
    </Container>
  );
};

function countOf(total: number): string {
  return total === 1 ? '1 machine' : `${total.toLocaleString()} machines`;
}
