import { Cell, CellText, ColumnConfig, Flex, Table, Text } from '@backstage/ui';
import { CapacityResource } from '@backlot/plugin-vm-inventory-common';
import { CapacityPlace } from './CapacityPlace';
import { describeCertainty, describeForecast } from './describeForecast';
import { formatPlaceRef } from './placeRef';
import { largestOfRooms, resourceScale, resourceTitles } from './resources';
import { RoomBar } from './RoomBar';
import { forecastsOf, tightestFirst } from './tightness';
import { usePlaceLinks } from './placeRef';

interface Row {
  /** Unique over all places. */
  id: string;
  place: CapacityPlace;
  where: string;
}

function resourceColumn(
  resource: CapacityResource,
  places: readonly CapacityPlace[],
): ColumnConfig<Row> {
  const title = resourceTitles[resource];
  const { format } = resourceScale(
    resource,
    largestOfRooms(places.flatMap(({ rooms }) => rooms[resource] ?? [])),
  );
  return {
    id: resource,
    label: title,
    minWidth: 190,
    cell: ({ place }) => {
      const room = place.rooms[resource];
      return (
        <Cell>
          {room && <RoomBar label={title} room={room} format={format} />}
        </Cell>
      );
    },
  };
}

const forecastColumn: ColumnConfig<Row> = {
  id: 'forecast',
  label: 'Forecast',
  minWidth: 220,
  cell: ({ place }) => {
    const [tightest] = forecastsOf([place]);
    if (!tightest) {
      return <CellText title="" />;
    }
    const { resource, forecast } = tightest;
    const several = Object.keys(place.forecasts).length > 1;
    const of =
      several && forecast.state !== 'too-little-history'
        ? `${resourceTitles[resource]}: `
        : '';
    return (
      <Cell>
        <Flex direction="column" gap="0">
          <Text>{`${of}${describeForecast(forecast)}`}</Text>
          <Text variant="body-small" color="secondary">
            {describeCertainty(forecast)}
          </Text>
        </Flex>
      </Cell>
    );
  },
};

/** Places of one kind with their room and when it is full, the tightest first. */
export const CapacityTable = (props: {
  /** The kind in the plural, e.g. `Clusters`. */
  title: string;
  places: readonly CapacityPlace[];
  resources: readonly CapacityResource[];
  /** Whether there are forecasts of this kind. */
  foreseen?: boolean;
  nameOf: (source: string, id: string) => string;
  isFiltered: boolean;
}) => {
  const { title, places, resources, foreseen, nameOf, isFiltered } = props;
  const links = usePlaceLinks();
  const kind = title.toLocaleLowerCase('en-US');
  const name: ColumnConfig<Row> = {
    id: 'name',
    label: title,
    isRowHeader: true,
    minWidth: 160,
    cell: ({ place, where }) => (
      <CellText title={place.name} description={where} href={links.to(place)} />
    ),
  };
  return (
    <section aria-label={title}>
      <Table
        columnConfig={[
          name,
          ...resources.map(resource => resourceColumn(resource, places)),
          ...(foreseen ? [forecastColumn] : []),
        ]}
        data={tightestFirst(places).map(place => ({
          id: formatPlaceRef(place),
          place,
          where: place.datacenter
            ? `${place.source} / ${nameOf(place.source, place.datacenter)}`
            : place.source,
        }))}
        pagination={{ type: 'none' }}
        emptyState={
          <Text>
            {isFiltered
              ? `No ${kind} match the search.`
              : `The sources have no ${kind}.`}
          </Text>
        }
      />
    </section>
  );
};
