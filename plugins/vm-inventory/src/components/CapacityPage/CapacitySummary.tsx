import { Card, CardBody, Grid, Text } from '@backstage/ui';
import {
  ClusterCapacity,
  DatastoreCapacity,
  Room,
} from '@backlot/plugin-vm-inventory-common';
import { formatMib } from '@backlot/plugin-vm-inventory-react';
import { formatBytes } from './formatBytes';
import { formatCpus } from './formatCpus';
import { RoomBar } from './RoomBar';
import { sumRooms } from './roomShares';

const Total = (props: {
  label: string;
  room: Room;
  format: (amount: number) => string;
}) => (
  <Card>
    <CardBody>
      <Text as="h3" variant="body-small" color="secondary">
        {props.label}
      </Text>
      <Text as="div" variant="title-medium" weight="bold">
        {`${props.format(props.room.free)} free`}
      </Text>
      <RoomBar {...props} label={`${props.label} in all`} />
    </CardBody>
  </Card>
);

/** All clusters and datastores together. */
export const CapacitySummary = (props: {
  clusters: ClusterCapacity[];
  datastores: DatastoreCapacity[];
}) => {
  const { clusters, datastores } = props;
  return (
    <Grid.Root columns={{ initial: '1', md: '3' }} gap="4">
      <Total
        label="CPU"
        room={sumRooms(clusters.map(({ cpu }) => cpu))}
        format={formatCpus}
      />
      <Total
        label="Memory"
        room={sumRooms(clusters.map(({ memory }) => memory))}
        format={formatMib}
      />
      <Total
        label="Storage"
        room={sumRooms(datastores.map(({ storage }) => storage))}
        format={formatBytes}
      />
    </Grid.Root>
  );
};
