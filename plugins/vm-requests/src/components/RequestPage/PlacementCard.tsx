import { Flex, Text } from '@backstage/ui';
import {
  networksOfPlacement,
  RequestPlacement,
} from '@backlot/plugin-vm-requests-common';
import { FactList, InfoCard } from '@backlot/ui-common';
import { PlacementReasons } from '../PlacementReasons';

/** Where the machine goes, and why there. */
export const PlacementCard = (props: {
  placement: RequestPlacement | undefined;
}) => {
  const { placement } = props;
  if (!placement) {
    return null;
  }
  return (
    <InfoCard title="Placement">
      <Flex direction="column" gap="4">
        <FactList
          facts={[
            ['Source', placement.source],
            ['Datacenter', placement.datacenter.name],
            ['Cluster', placement.cluster.name],
            ['Resource pool', placement.resourcePool.name],
            ['Datastore', placement.datastore.name],
            [
              placement.furtherNetworks ? 'Networks' : 'Network',
              networksOfPlacement(placement)
                .map(({ name }) => name)
                .join(', '),
            ],
            ['Folder', placement.folder?.path],
            ['Template', placement.template?.name],
          ]}
        />
        {placement.reasons.length > 0 && (
          <Flex direction="column" gap="1">
            <Text as="h4" weight="bold" variant="body-medium">
              Why there
            </Text>
            <PlacementReasons placement={placement} />
          </Flex>
        )}
      </Flex>
    </InfoCard>
  );
};
