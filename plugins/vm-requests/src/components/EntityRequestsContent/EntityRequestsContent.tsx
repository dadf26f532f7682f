import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Skeleton, Text } from '@backstage/ui';
import {
  ANNOTATION_INSTANCE_UUID,
  ANNOTATION_REQUEST,
  ANNOTATION_SOURCE,
} from '@backlot/plugin-vm-inventory-common';
import { InfoCard, LoadState, useLoad } from '@backlot/ui-common';
import {
  describeGuest,
  LedgerMachineDetail,
  needsALook,
} from '@backlot/plugin-vm-requests-common';
import { VmRequestsApi, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { GuestAlert } from '../GuestAlert';
import { HooksCard } from '../HooksCard';
import { MachineOperations, UnrequestedMachine } from '../MachineOperations';
import { RequestsTable } from '../RequestsPage/RequestsTable';
import { MachineRequestsTable } from './MachineRequestsTable';

/** The machine that a request made, or, where none stands yet or any more, that request alone. */
async function findMachine(
  api: VmRequestsApi,
  request: string,
  signal: AbortSignal,
) {
  const { items } = await api.getMachines({ request }, { signal });
  return items.length > 0
    ? { machine: await api.getMachine(items[0].id, { signal }) }
    : { requests: await api.list({ search: request, limit: 50 }, { signal }) };
}

const StandingMachine = (props: {
  machine: LedgerMachineDetail;
  onChange: () => void;
}) => {
  const { machine, onChange } = props;
  const { guest, address } = machine;
  const allocated = address === undefined ? [] : [address];
  return (
    <>
      <GuestAlert guest={guest} allocated={allocated} />
      {guest && !needsALook(guest, allocated) && (
        <Text>{describeGuest(guest, allocated)}</Text>
      )}
      <InfoCard title="What can be asked of it">
        <MachineOperations machine={machine} onChange={onChange} />
      </InfoCard>
      <HooksCard calls={machine.hooks} />
      <MachineRequestsTable requests={machine.requests} />
    </>
  );
};

/** What was asked of a machine, what can be, and how its guest is. */
export const EntityRequestsContent = () => {
  const { entity } = useEntity();
  const api = useApi(vmRequestsApiRef);
  const id = entity.metadata.annotations?.[ANNOTATION_REQUEST];
  const found = useLoad(
    async signal => (id ? findMachine(api, id, signal) : undefined),
    [id],
  );
  const { value, reload } = found;
  useChanges(reload, { active: id !== undefined });
  if (!id) {
    const { annotations } = entity.metadata;
    return (
      <UnrequestedMachine
        words="This machine did not come from a request."
        source={annotations?.[ANNOTATION_SOURCE]}
        instanceUuid={annotations?.[ANNOTATION_INSTANCE_UUID]}
      />
    );
  }
  return (
    <Flex direction="column" gap="4">
      <LoadState loaded={found} what="the requests">
        <Skeleton height={160} width="100%" />
      </LoadState>
      {value?.machine && (
        <StandingMachine machine={value.machine} onChange={reload} />
      )}
      {value?.requests && (
        <RequestsTable
          items={value.requests.items}
          isPending={false}
          emptyState="The request no longer exists, or you may not see it."
        />
      )}
    </Flex>
  );
};
