import { useApi } from '@backstage/core-plugin-api';
import { Skeleton } from '@backstage/ui';
import { useMachine } from '@backlot/plugin-vm-inventory-react';
import { InfoCard, LoadState, useLoad } from '@backlot/ui-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { MachineOperations, UnrequestedMachine } from '../MachineOperations';

/** What can be asked of the machine whose page in the inventory it is on. */
export const InventoryMachineCard = () => {
  const { source, id, instanceUuid, guestId } = useMachine();
  const api = useApi(vmRequestsApiRef);
  const found = useLoad(
    async signal => {
      const { items } = await api.getMachines(
        { source, providerId: id, instanceUuid },
        { signal },
      );
      return {
        machine:
          items.length > 0
            ? await api.getMachine(items[0].id, { signal })
            : undefined,
      };
    },
    [source, id, instanceUuid],
  );
  const { value, reload } = found;
  useChanges(reload, { active: true });
  return (
    <InfoCard title="What can be asked of it">
      <LoadState loaded={found} what="what can be asked of it">
        <Skeleton height={120} width="100%" />
      </LoadState>
      {value?.machine && (
        <MachineOperations machine={value.machine} onChange={reload} />
      )}
      {value && !value.machine && (
        <UnrequestedMachine
          words="This machine did not come from a request, or you may not see it."
          source={source}
          instanceUuid={instanceUuid}
          guestId={guestId}
        />
      )}
    </InfoCard>
  );
};
