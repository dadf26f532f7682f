import { useApi } from '@backstage/core-plugin-api';
import {
  Alert,
  Flex,
  Link,
  Skeleton,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import {
  addDays,
  CapacityForecast,
  dayOf,
  daysBetween,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { LoadState, useEvery, useLoad, useUrlState } from '@backlot/ui-common';
import { CapacityPlace } from './CapacityPlace';
import { PlaceRef } from './placeRef';
import { SeriesCard } from './SeriesCard';
import { usePlaceLinks } from './placeRef';

const RANGES = ['30', '90', '365'];
const DEFAULT_RANGE = '90';
// Of each hour there is one measurement.
const REFRESH_MS = 300_000;

// So that the end of the band is on the chart, and not at its edge.
const MARGIN_DAYS = 7;

const kindTitles = {
  source: 'Source',
  datacenter: 'Datacenter',
  cluster: 'Cluster',
  datastore: 'Datastore',
};

/** History and forecast of one place. */
export const PlaceHistory = (props: {
  selected: PlaceRef;
  /** All places as they are now. */
  places: readonly CapacityPlace[];
}) => {
  const { selected, places } = props;
  const { kind, source, id } = selected;
  const api = useApi(vmInventoryApiRef);
  const links = usePlaceLinks();
  const [rangeInUrl, setRange] = useUrlState('range');
  const range = RANGES.includes(rangeInUrl) ? rangeInUrl : DEFAULT_RANGE;
  const days = Number(range);
  const loaded = useLoad(
    signal =>
      api.getCapacityHistory(
        { source, kind, id, from: addDays(dayOf(Date.now()), 1 - days) },
        { signal },
      ),
    [source, kind, id, days],
  );
  const { value } = loaded;
  useEvery(REFRESH_MS, loaded.reload);

  const find = (ref: PlaceRef) =>
    places.find(
      each =>
        each.kind === ref.kind &&
        each.source === ref.source &&
        each.id === ref.id,
    );
  const present = find(selected);
  const above = [
    find({ kind: 'source', source, id: source }),
    present?.datacenter
      ? find({ kind: 'datacenter', source, id: present.datacenter })
      : undefined,
  ].filter(each => each !== undefined && each !== present);
  const name = present?.name ?? value?.name ?? id;

  return (
    <>
      <nav aria-label="Breadcrumb">
        <Flex gap="2">
          <Link href={links.overview}>All capacity</Link>
          {above.map(
            place =>
              place && (
                <Flex gap="2" key={place.kind}>
                  <Text aria-hidden>/</Text>
                  <Link href={links.to(place)}>{place.name}</Link>
                </Flex>
              ),
          )}
        </Flex>
      </nav>
      <Flex justify="between" align="center" gap="4">
        <Flex direction="column" gap="0">
          <Text as="h2" variant="title-small" weight="bold">
            {name}
          </Text>
          <Text color="secondary">{kindTitles[kind]}</Text>
        </Flex>
        <ToggleButtonGroup
          aria-label="Days of history"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[range]}
          onSelectionChange={keys => {
            const [chosen] = keys;
            setRange(chosen === DEFAULT_RANGE ? '' : String(chosen));
          }}
        >
          {RANGES.map(each => (
            <ToggleButton key={each} id={each}>
              {`${each} days`}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Flex>
      <LoadState loaded={loaded} what="the history of this place">
        <Skeleton height={400} />
      </LoadState>
      {value && !present && (
        <Alert
          role="status"
          status="info"
          icon
          title="No longer in the inventory"
          description="Its history is kept; there is no forecast."
        />
      )}
      {value?.series.map(series => (
        <SeriesCard
          key={series.resource}
          series={series}
          room={present?.rooms[series.resource]}
          from={value.from}
          to={value.to}
          ahead={daysAhead(series.forecast, value.to, days)}
        />
      ))}
    </>
  );
};

/** As many days as there is history, or until it is full where that is within a year. */
function daysAhead(
  forecast: CapacityForecast | undefined,
  to: string,
  days: number,
): number {
  if (!forecast || !('trend' in forecast)) {
    return 0;
  }
  const untilFull =
    forecast.state === 'fills'
      ? daysBetween(to, forecast.latest ?? forecast.day) + MARGIN_DAYS
      : 0;
  return untilFull <= 365 ? Math.max(days, untilFull) : days;
}
