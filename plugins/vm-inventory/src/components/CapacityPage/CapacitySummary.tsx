import { Card, CardBody, Grid, Text } from '@backstage/ui';
import {
  CapacityResource,
  capacityResources,
  sumRooms,
} from '@backlot/plugin-vm-inventory-common';
import { CapacityPlace } from './CapacityPlace';
import { largestOfRooms, resourceScale, resourceTitles } from './resources';
import { RoomBar } from './RoomBar';

const Total = (props: {
  resource: CapacityResource;
  places: readonly CapacityPlace[];
}) => {
  const { resource, places } = props;
  const title = resourceTitles[resource];
  const room = sumRooms(places.flatMap(({ rooms }) => rooms[resource] ?? []));
  const { format } = resourceScale(resource, largestOfRooms([room]));
  return (
    <Card>
      <CardBody>
        <Text as="h3" variant="body-small" color="secondary">
          {title}
        </Text>
        <Text as="div" variant="title-medium" weight="bold">
          {`${format(room.free)} free`}
        </Text>
        <RoomBar label={`${title}, total`} room={room} format={format} />
      </CardBody>
    </Card>
  );
};

/** Places together, by resource. */
export const CapacitySummary = (props: {
  places: readonly CapacityPlace[];
}) => (
  <Grid.Root columns={{ initial: '1', md: '3' }} gap="4">
    {capacityResources.map(resource => (
      <Total key={resource} resource={resource} places={props.places} />
    ))}
  </Grid.Root>
);
