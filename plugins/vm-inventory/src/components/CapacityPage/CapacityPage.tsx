import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, SearchField, Skeleton } from '@backstage/ui';
import {
  LoadProblem,
  useEvery,
  useLoad,
  useUrlState,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { FreshnessAlert } from '../FreshnessAlert';
import { usePlaceNames } from '../usePlaceNames';
import { CapacitySummary } from './CapacitySummary';
import { ClustersTable } from './ClustersTable';
import { DatastoresTable } from './DatastoresTable';

const REFRESH_MS = 30_000;

/** What clusters and datastores have room for now. */
export const CapacityPage = () => {
  const api = useApi(vmInventoryApiRef);
  const [search, setSearch] = useUrlState('search');
  const places = usePlaceNames();
  const { value, error, reload } = useLoad(
    signal => api.getCapacity({}, { signal }),
    [],
  );
  useEvery(REFRESH_MS, reload);

  const sought = search.toLocaleLowerCase('en-US');
  const matches = (item: {
    name: string;
    source: string;
    datacenter?: string;
  }) =>
    [
      item.name,
      item.source,
      item.datacenter && places.nameOf(item.source, item.datacenter),
    ].some(text => text?.toLocaleLowerCase('en-US').includes(sought));
  const clusters = value?.clusters.filter(matches) ?? [];
  const datastores = value?.datastores.filter(matches) ?? [];
  const shared = { nameOf: places.nameOf, isFiltered: search !== '' };

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <FreshnessAlert freshness={value?.freshness} />
        {error && (
          <LoadProblem error={error} what="the capacity" onRetry={reload} />
        )}
        {!value && !error && (
          <Skeleton
            height={320}
            role="status"
            aria-label="Loading the capacity"
          />
        )}
        {value && (
          <>
            <Flex justify="end">
              <SearchField
                style={{ maxWidth: 320 }}
                aria-label="Search clusters and datastores"
                placeholder="Name, datacenter or source"
                value={search}
                onChange={setSearch}
              />
            </Flex>
            <CapacitySummary clusters={clusters} datastores={datastores} />
            <ClustersTable clusters={clusters} {...shared} />
            <DatastoresTable datastores={datastores} {...shared} />
          </>
        )}
      </Flex>
    </Container>
  );
};
