import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Skeleton, Text } from '@backstage/ui';
import {
  ANNOTATION_INSTANCE_UUID,
  ANNOTATION_SOURCE,
} from '@backlot/plugin-vm-inventory-common';
import {
  FactList,
  LoadProblem,
  useLoad,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { FreshnessAlert } from '../FreshnessAlert';
import { PowerBadge } from '../PowerBadge';

/** What the inventory knows of a machine now: power, host and address are in no entity. */
export const EntityMachineCard = () => {
  const { entity } = useEntity();
  const api = useApi(vmInventoryApiRef);
  const source = entity.metadata.annotations?.[ANNOTATION_SOURCE] ?? '';
  const instanceUuid =
    entity.metadata.annotations?.[ANNOTATION_INSTANCE_UUID] ?? '';
  const { value, error, reload } = useLoad(
    async signal => {
      const page = await api.list(
        'machine',
        { filter: { source, instanceUuid }, limit: 1 },
        { signal },
      );
      const [machine] = page.items;
      const [cluster, host] = await Promise.all([
        machine?.cluster
          ? api.get('cluster', { source, id: machine.cluster }, { signal })
          : undefined,
        machine?.host
          ? api.get('host', { source, id: machine.host }, { signal })
          : undefined,
      ]);
      return { machine, cluster, host, freshness: page.freshness };
    },
    [source, instanceUuid],
  );
  return (
    <EntityInfoCard title="Machine">
      {error && (
        <LoadProblem error={error} what="the machine" onRetry={reload} />
      )}
      {!value && !error && <Skeleton height={120} />}
      {value && (
        <Flex direction="column" gap="3">
          <FreshnessAlert
            freshness={{
              ...value.freshness,
              sources: value.freshness.sources.filter(
                status => status.source === source,
              ),
            }}
          />
          {value.machine ? (
            <FactList
              facts={[
                ['Power', <PowerBadge key="p" power={value.machine.power} />],
                ['Address', value.machine.ipAddress],
                ['CPUs', value.machine.cpus],
                [
                  'Memory',
                  value.machine.memoryMib &&
                    `${value.machine.memoryMib / 1024} GiB`,
                ],
                ['Cluster', value.cluster?.name],
                ['Host', value.host?.name],
                ['Source', `${source} / ${value.machine.id}`],
              ]}
            />
          ) : (
            <Text>The source does not have this machine any more.</Text>
          )}
        </Flex>
      )}
    </EntityInfoCard>
  );
};
