import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Skeleton } from '@backstage/ui';
import {
  LoadProblem,
  useDocumentTitle,
  useEvery,
  useLoad,
  useUrlState,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { FreshnessAlert } from '../FreshnessAlert';
import { usePlaceNames } from '../usePlaceNames';
import { CapacityOverview } from './CapacityOverview';
import { placesOf } from './CapacityPlace';
import { PlaceHistory } from './PlaceHistory';
import { parsePlaceRef } from './placeRef';

const REFRESH_MS = 30_000;

/**
 * What sources, datacenters, clusters and datastores have room for, and the history and forecast of
 * the one that is chosen in the URL.
 */
export const CapacityPage = () => {
  const api = useApi(vmInventoryApiRef);
  const [chosen] = useUrlState('place');
  const selected = parsePlaceRef(chosen);
  const { nameOf } = usePlaceNames();
  const { value, error, reload } = useLoad(
    signal => api.getCapacity({}, { signal }),
    [],
  );
  useEvery(REFRESH_MS, reload);
  const places = useMemo(() => (value ? placesOf(value) : []), [value]);
  const place =
    selected &&
    places.find(
      ({ source, kind, id }) =>
        source === selected.source &&
        kind === selected.kind &&
        id === selected.id,
    );
  useDocumentTitle(place?.name, 'VM capacity');

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <FreshnessAlert freshness={value?.freshness} />
        {error && (
          <LoadProblem error={error} what="the capacity" onRetry={reload} />
        )}
        {!value && !error && (
          <Skeleton
            width="100%"
            height={320}
            role="status"
            aria-label="Loading the capacity"
          />
        )}
        {value && selected && (
          <PlaceHistory selected={selected} places={places} />
        )}
        {value && !selected && (
          <CapacityOverview places={places} nameOf={nameOf} />
        )}
      </Flex>
    </Container>
  );
};
