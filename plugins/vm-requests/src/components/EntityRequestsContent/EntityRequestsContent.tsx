import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Text } from '@backstage/ui';
import { ANNOTATION_REQUEST } from '@backlot/plugin-vm-inventory-common';
import { LoadProblem, useLoad } from '@backlot/plugin-vm-inventory-react';
import { describeGuest, needsALook } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { GuestAlert } from '../GuestAlert';
import { RequestsTable } from '../RequestsPage/RequestsTable';

/** The requests that a machine came from. */
export const EntityRequestsContent = () => {
  const { entity } = useEntity();
  const api = useApi(vmRequestsApiRef);
  const id = entity.metadata.annotations?.[ANNOTATION_REQUEST];
  const { value, error, loading, reload } = useLoad(
    async signal =>
      id ? api.list({ search: id, limit: 50 }, { signal }) : undefined,
    [id],
  );
  useChanges(reload, { id, active: id !== undefined });
  if (!id) {
    return <Text>This machine did not come from a request.</Text>;
  }
  const { guest, address } = value?.items.find(item => item.guest) ?? {};
  return (
    <Flex direction="column" gap="4">
      <GuestAlert guest={guest} allocated={address} />
      {guest && !needsALook(guest, address) && (
        <Text>{describeGuest(guest, address)}</Text>
      )}
      {error && (
        <LoadProblem error={error} what="the requests" onRetry={reload} />
      )}
      {(value || !error) && (
        <RequestsTable
          items={value?.items}
          isPending={loading}
          emptyState="The request no longer exists, or you may not see it."
        />
      )}
    </Flex>
  );
};
