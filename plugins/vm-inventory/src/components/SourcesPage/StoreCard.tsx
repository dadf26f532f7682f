import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Badge, Text } from '@backstage/ui';
import { vmInventorySourceTestPermission } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  ConnectionCard,
  LoadProblem,
  useEvery,
  useLoad,
} from '@backlot/ui-common';

const REFRESH_MS = 5_000;

/** Redis, where all replicas keep the inventory together; nothing where each keeps its own. */
export const StoreCard = () => {
  const api = useApi(vmInventoryApiRef);
  const { value, error, reload } = useLoad(
    signal => api.getStore({ signal }),
    [],
  );
  useEvery(REFRESH_MS, reload);
  const mayTest = usePermission({
    permission: vmInventorySourceTestPermission,
  }).allowed;

  if (error) {
    return <LoadProblem error={error} what="the store" onRetry={reload} />;
  }
  if (value?.type !== 'redis') {
    return null;
  }
  return (
    <ConnectionCard
      title="Redis"
      state={<Badge>{value.problem ? 'Unreachable' : 'Connected'}</Badge>}
      test={mayTest ? signal => api.testStore({ signal }) : undefined}
    >
      {value.problem ? (
        <Alert
          role="alert"
          status="warning"
          icon
          title="The inventory is served from memory"
          description={value.problem}
        />
      ) : (
        <Text>All replicas share the inventory here.</Text>
      )}
    </ConnectionCard>
  );
};
