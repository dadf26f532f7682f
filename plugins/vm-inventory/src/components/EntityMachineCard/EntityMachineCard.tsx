import {
  EntityInfoCard,
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { Flex, Skeleton, Text } from '@backstage/ui';
import {
  ANNOTATION_INSTANCE_UUID,
  ANNOTATION_SOURCE,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { FactList, formatMib, LoadState } from '@backlot/ui-common';
import { FreshnessAlert } from '../FreshnessAlert';
import { describeConnection } from '../connections';
import { lastKnownPower, PowerBadge } from '../PowerBadge';
import { MachineOnSource, useMachine } from './useMachine';

const Facts = (props: { machine: Machine; on: MachineOnSource }) => {
  const { machine, on } = props;
  return (
    <FactList
      facts={[
        [
          'Power',
          lastKnownPower(machine) ?? (
            <PowerBadge key="power" machine={machine} />
          ),
        ],
        ['Connection', describeConnection(machine)],
        ['Address', machine.ipAddress],
        ['CPUs', machine.cpus],
        [
          'Memory',
          machine.memoryMib === undefined
            ? undefined
            : formatMib(machine.memoryMib),
        ],
        ['Cluster', on.cluster],
        ['Host', on.host],
        ['Source', `${machine.source} / ${machine.id}`],
      ]}
    />
  );
};

/** What the inventory knows of a machine now: power, host and address are in no entity. */
export const EntityMachineCard = () => {
  const { annotations } = useEntity().entity.metadata;
  const source = annotations?.[ANNOTATION_SOURCE];
  const instanceUuid = annotations?.[ANNOTATION_INSTANCE_UUID];
  const loaded = useMachine(
    source && instanceUuid ? { source, instanceUuid } : undefined,
  );
  const { value } = loaded;

  if (!source || !instanceUuid) {
    return (
      <MissingAnnotationEmptyState
        annotation={[ANNOTATION_SOURCE, ANNOTATION_INSTANCE_UUID]}
      />
    );
  }
  return (
    <EntityInfoCard title="Machine">
      <Flex direction="column" gap="3">
        <LoadState loaded={loaded} what="the machine">
          <Skeleton height={120} />
        </LoadState>
        {value && <FreshnessAlert freshness={value.freshness} />}
        {value?.machine && <Facts machine={value.machine} on={value} />}
        {value && !value.machine && (
          <Text>The source no longer has this machine.</Text>
        )}
      </Flex>
    </EntityInfoCard>
  );
};
