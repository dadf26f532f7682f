import { useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Skeleton } from '@backstage/ui';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  LoadState,
  useDocumentTitle,
  useEvery,
  useLoad,
  useUrlState,
} from '@backlot/ui-common';
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
  const loaded = useLoad(signal => api.getCapacity({}, { signal }), []);
  const { value } = loaded;
  useEvery(REFRESH_MS, loaded.reload);
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
        <LoadState loaded={loaded} what="the capacity">
          <Skeleton height={320} />
        </LoadState>
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
